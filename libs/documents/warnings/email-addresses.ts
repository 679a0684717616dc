import type { Found } from './found.ts';

/** RFC 5321, 4.5.3.1: a local part has at most 64 octets. Unquoted characters of RFC 5322, less those of URLs. */
const LOCAL = /[A-Za-z0-9\u00c0-\u024f.!#$'+^_`{|}~-]{1,64}$/u;
const DOMAIN = /^(?:[A-Za-z0-9\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f-]{0,62})\.){1,8}[A-Za-z]{2,24}/u;
/** `jane.doe (at) example [dot] org` */
const SPELT_OUT =
  /[A-Za-z0-9][\w.+-]{0,63} ?[[({<] ?at ?[\])}>] ?[A-Za-z0-9-]{1,63}(?:(?:\.| ?[[({<] ?dot ?[\])}>] ?)[A-Za-z0-9-]{1,63}){1,6}/giu;

/** What every one of those has; texts are searched for it first, many times faster. */
const AT = /[[({<] ?at ?[\])}>]/iu;

/** `logo@2x.png` is a file. */
const FILES = /\.(?:png|jpe?g|gif|svg|webp|css|[jt]s)$/i;

/** Words that name an office and nobody in particular. An address made of nothing else is a contact point. */
const OFFICE_WORDS = new Set(
  `admin administration admissions advice alumni applications assurance board careers collaboration committee
  communications comms compliance conduct contact contacts contracts control controls coordination counsel
  data desk development dpo dpia due diligence editor engagement enquiries enquiry ethics events export exports
  feedback finance foi foundation freedom funding gdpr git global governance grants hello help helpdesk hr ict
  impact info information innovation integrity international ip it knowledge lab law legal liaison library mail
  media news newsletter no noreply office officer open operations partner partners partnership partnerships
  postgraduate press privacy programme projects protection publications records reception recruitment reply
  reporting reports research rio risk safeguarding sanctions school secretariat secretary security service
  services strategy support team technology trade transfer travel trusted tto vice webmaster`.split(/\s+/),
);

/** E-mail addresses in a text, told apart into those of people and those of offices. */
export function emailAddresses(text: string): Found[] {
  const found: Found[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const local = LOCAL.exec(text.slice(Math.max(0, at - 64), at))?.[0].replace(/^[.`'{|}~^!#$-]+/u, '');
    const domain = DOMAIN.exec(text.slice(at + 1, at + 256))?.[0];
    if (!local || !domain || FILES.test(domain)) continue;
    found.push({ kind: kindOf(local), start: at - local.length, end: at + 1 + domain.length });
  }
  for (const { 0: spelt, index } of AT.test(text) ? text.matchAll(SPELT_OUT) : []) {
    const local = /^[\w.+-]+/.exec(spelt)![0];
    found.push({ kind: kindOf(local), start: index, end: index + spelt.length });
  }
  return found;
}

function kindOf(local: string): Found['kind'] {
  const words = local.toLowerCase().split(/[^a-z]+/);
  const named = words.filter((word) => word !== '');
  return named.length > 0 && named.every((word) => OFFICE_WORDS.has(word))
    ? 'CONTACT_ADDRESS'
    : 'EMAIL_ADDRESS';
}
