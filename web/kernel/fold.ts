export { foldVietnamese } from '../../server/kernel/vietnamese-text.ts'
