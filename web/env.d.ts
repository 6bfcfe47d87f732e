/** Where the files that pdf.js fetches by itself are served from, with a slash at the end. Set by parts/pdf/pdf-assets.vite.ts. */
declare const __PDFJS__: string

interface Window {
  /** Trusted Types, where the browser has them: policies that turn checked texts into what dangerous sinks accept. */
  readonly trustedTypes?: {
    createPolicy<Rules extends Record<string, (text: string) => string>>(
      name: string,
      rules: Rules,
    ): { [Rule in keyof Rules]: (text: string) => unknown }
  }
}
