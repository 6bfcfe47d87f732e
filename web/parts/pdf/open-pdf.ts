import { getDocument, type PDFDocumentLoadingTask, PDFWorker } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import { startWorker } from '../../kernel/trusted-worker.ts'

let worker: PDFWorker | undefined

/**
 * Opens a paper by its address; only what is looked at travels, by Range. Everything pdf.js needs comes from our own origin. Scripts and forms of
 * the document never run, and decoders run as plain script because the content policy forbids WebAssembly.
 */
export function openPdf(url: string): PDFDocumentLoadingTask {
  worker ??= new PDFWorker({ port: startWorker(workerUrl) as unknown as null })
  return getDocument({
    url,
    worker,
    cMapUrl: `${__PDFJS__}cmaps/`,
    standardFontDataUrl: `${__PDFJS__}standard_fonts/`,
    wasmUrl: `${__PDFJS__}wasm/`,
    useWasm: false,
    disableAutoFetch: true,
    disableStream: true,
    enableXfa: false,
    isEvalSupported: false,
  } as Parameters<typeof getDocument>[0])
}
