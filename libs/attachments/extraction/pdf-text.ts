import { getDocumentProxy } from 'unpdf';
import { LIMITS } from './limits.ts';
import type { TextCollector } from './text-collector.ts';

/** The words of a PDF, page by page. Throws what PDF.js throws for a broken or protected one. */
export async function collectPdf(bytes: Buffer, collector: TextCollector): Promise<void> {
  const pdf = await getDocumentProxy(new Uint8Array(bytes), {
    // Nothing of the file is run, loaded from elsewhere or drawn.
    isEvalSupported: false,
    disableFontFace: true,
    useSystemFonts: false,
    stopAtErrors: false,
    // What it would say of the file goes where the outcome is to go.
    verbosity: 0,
  });
  for (let number = 1; number <= Math.min(pdf.numPages, LIMITS.count); number++) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    for (const item of items) if ('str' in item) collector.add(item.str + (item.hasEOL ? '\n' : ''));
    collector.add('\n');
    page.cleanup();
  }
}
