import { readForm, type Form } from '../../pdf/form-fields.ts'
import { dictOf, PdfRef } from '../../pdf/objects.ts'
import { isPage, readPages, type PdfPages } from '../../pdf/page-tree.ts'
import type { PdfFile } from '../../pdf/pdf-file.ts'
import { PdfProblem } from '../../pdf/pdf-problem.ts'
import { ReferenceIndex } from './reference-index.ts'
import { WidgetPlaces } from './widget-places.ts'

/** Pages, fields and objects that one verification may look at, over all revisions; beyond any honest file. */
const MAX_LOOKS = 3_000_000

/** A file's revisions as comparisons need them: what changed in each, its pages and its form, read once where possible. */
export class History {
  readonly file: PdfFile
  readonly index: ReferenceIndex
  private readonly pagesOf = new Map<number, PdfPages>()
  private readonly formOf = new Map<number, Form>()
  private looks = 0

  constructor(file: PdfFile) {
    this.file = file
    this.index = new ReferenceIndex(file)
  }

  /** The pages as of a revision; the very list of the revision before where nothing touched the tree. */
  pages(index: number): PdfPages {
    const known = this.pagesOf.get(index)
    if (known) return known
    const before = this.pagesOf.get(index - 1)
    const pages = before && this.isUntouched(before, index) ? before : this.count(readPages(this.file.view(index)))
    this.pagesOf.set(index, pages)
    return pages
  }

  private isUntouched(pages: PdfPages, index: number): boolean {
    const view = this.file.view(index)
    const root = view.catalog().get('Pages')
    if (!(root instanceof PdfRef) || root.num !== pages.root) return false
    return ![...this.index.changed[index]!].some((num) => {
      const dict = dictOf(view.object(num))
      return pages.nodes.has(num) || (pages.numbers.has(num) && !(dict && isPage(view, dict)))
    })
  }

  private count(pages: PdfPages): PdfPages {
    this.look(pages.pages.length)
    return pages
  }

  /** The interactive form as of a revision. */
  form(index: number): Form {
    const known = this.formOf.get(index)
    if (known) return known
    const form = readForm(this.file.view(index))
    this.look(form.fields.length)
    this.formOf.delete(index - 2)
    this.formOf.set(index, form)
    return form
  }

  /** Where widgets stand as of a revision. */
  places(index: number): WidgetPlaces {
    return new WidgetPlaces(this.file.view(index), this.pages(index), this.index, (count) => this.look(count))
  }

  /** Everything from which something that the revision changed (or nobody could read) can be reached. */
  affected(index: number, isBoundary: (num: number) => boolean): Set<number> {
    const { changed, unreadable } = this.index
    const affected = this.index.affectedBy([...changed[index]!, ...unreadable], isBoundary)
    this.look(affected.size)
    return affected
  }

  private look(count: number): void {
    this.looks += count
    if (this.looks > MAX_LOOKS) throw new PdfProblem('too_large', 'too many pages, fields and revisions to compare')
  }
}
