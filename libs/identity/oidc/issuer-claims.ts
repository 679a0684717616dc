import { isWellFormed } from '#kernel';
import { z } from 'zod';

/** What an issuer vouches for about somebody. */
export interface IssuerClaims {
  issuer: string;
  subject: string;
  name: string | null;
  /** In lower case; null unless the issuer says that it has verified it. */
  email: string | null;
  /** eduPersonScopedAffiliation in lower case, as `staff@first.example`; null where nothing is said of it. */
  affiliations: readonly string[] | null;
  /** schacHomeOrganization in lower case; empty where nothing is said of it. */
  homeOrganisations: readonly string[];
}

const LONGEST_NAME = 1_000;
const email = z.email().max(320);
const texts = z.union([z.string().transform((one) => [one]), z.array(z.string())]);

/**
 * Reads claims as OpenID Connect Core 1.0 (5.1) and the REFEDS mapping of eduPerson and SCHAC name them.
 * What has the wrong shape counts as not said.
 */
export function readClaims(
  issuer: string,
  subject: string,
  claims: Readonly<Record<string, unknown>>,
): IssuerClaims {
  const affiliations = texts.safeParse(claims.eduperson_scoped_affiliation);
  const home = texts.safeParse(claims.schac_home_organization);
  return {
    ...{ issuer, subject, name: nameIn(claims), email: emailIn(claims) },
    affiliations: affiliations.success ? affiliations.data.map(lower) : null,
    homeOrganisations: home.success ? home.data.map(lower) : [],
  };
}

/**
 * Claims from two places of the same issuer; where both say something, the second is believed. An address and
 * the word that it is verified are taken from the same place.
 */
export function joinedClaims(
  first: Readonly<Record<string, unknown>>,
  second: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  if (second.email === undefined) return { ...first, ...second, email_verified: first.email_verified };
  const { email: _email, email_verified: _verified, ...rest } = first;
  return { ...rest, ...second };
}

function nameIn(claims: Readonly<Record<string, unknown>>): string | null {
  const given = [claims.given_name, claims.family_name].filter((part) => typeof part === 'string').join(' ');
  const name = [claims.name, given].find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof name === 'string' && name.length <= LONGEST_NAME && isWellFormed(name) ? name.trim() : null;
}

/** Some issuers write the flag as text (Amazon Cognito does); anything else than true is not true. */
function emailIn(claims: Readonly<Record<string, unknown>>): string | null {
  const isVerified = claims.email_verified === true || claims.email_verified === 'true';
  const parsed = email.safeParse(claims.email);
  return isVerified && parsed.success ? parsed.data.toLowerCase() : null;
}

function lower(text: string): string {
  return text.toLowerCase();
}
