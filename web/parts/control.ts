/** What ties a control to its label, hint and error; spread it on the control. */
export interface ControlProps {
  id: string
  required: boolean | undefined
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** What every labelled part takes, as in Field. `id` is made up unless told; `error` is red, read out, and what ErrorSummary links to. */
export interface FieldProps {
  label: string
  hint?: string | undefined
  error?: string | undefined
  id?: string | undefined
  required?: boolean
}

interface Told {
  id: string
  hint: string | undefined
  error: string | undefined
  required: boolean | null | undefined
}

/** The attributes of a control inside a Field: hint and error are read after the label. */
export function controlProps({ id, hint, error, required }: Told): ControlProps {
  const read = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean)
  return {
    id,
    required: required ?? undefined,
    'aria-describedby': read.length > 0 ? read.join(' ') : undefined,
    'aria-invalid': error ? true : undefined,
  }
}
