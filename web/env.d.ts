/** Where the files that pdf.js fetches by itself are served from, with a slash at the end. Set by parts/pdf/pdf-assets.vite.ts. */
declare const __PDFJS__: string
