/** What a text can tell of a person. CONTACT_ADDRESS is the milder one: the address of an office. */
export type ContentWarningKind = 'EMAIL_ADDRESS' | 'CONTACT_ADDRESS' | 'PHONE_NUMBER' | 'PASSPORT_NUMBER';

/** Something found, and where in the text: UTF-16 units, the end not included. */
export interface Found {
  kind: ContentWarningKind;
  start: number;
  end: number;
}
