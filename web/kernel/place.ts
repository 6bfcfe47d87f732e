import type { NavigateOptions } from 'sv-router'

type Go = (path: string, options?: NavigateOptions) => Promise<unknown>

interface Router {
  navigate: Go
  route: { pathname: string; params: Partial<Record<string, string>>; hash: string }
}

let router: Router | undefined

/** Gives pages the router without their importing the table that imports them. Called once by routes' owner. */
export function useRouter(made: Router): void {
  router = made
}

/** Where we are and how to go elsewhere. Search parameters: `searchParams` of sv-router, which is reactive. */
export const place = {
  /** The path of the page, reactive. */
  get path(): string {
    return router?.route.pathname ?? location.pathname
  },
  /** `{id}` of the path, reactive; empty when the path has no such part. */
  param(name: string): string {
    return router?.route.params[name] ?? ''
  },
  /** What stands behind `#`, reactive. */
  get hash(): string {
    return router?.route.hash ?? ''
  },
  /** Opens another page. `go(paths.tasks, { replace: true })` leaves no way back. */
  go(path: string, options?: NavigateOptions): Promise<unknown> {
    const [pathname = '/', search] = path.split('?')
    return router?.navigate(pathname, { ...(search ? { search } : {}), ...options }) ?? Promise.resolve()
  },
}
