import type { DemoDocument } from './types.ts';

/** Partner notes on research institutes. The partners, the sources and what they say are invented. */
export const partnerNotesInstitutes: readonly DemoDocument[] = [
  {
    key: 'linhai-optics',
    institution: 'tarnholm',
    author: 'xu-jianing',
    title: 'Linhai Institute of Advanced Optics: partner note for quantum and photonics work',
    summary:
      'A good civilian optics institute with one neighbour that matters. Suitable for theory, calibration and open publication; not for field instruments or shared clean rooms while the supervision of the site is in transition.',
    body: `## Who they are

The Linhai Institute of Advanced Optics (fictional), 临海先进光学研究所 in its own name, has about 340 staff
in four divisions. Our work has been with Division 2 (metrology) since 2011. It should not be
confused with a company of nearly the same name that sells laser pointers.

## What speaks for them

Metrology is excellent and open. Papers appear within a year, with data. Students are well
supervised and are allowed to disagree. Letters are answered.

## What to watch

- Division 4 (guidance and stabilisation) shares the eastern site, and since 2024 the director.
- The English pages have not been updated since 2022; read the Chinese ones.
- A merger with a neighbouring navigation laboratory was announced in 2024. The effect on Division 2
  is not clear.

## Advice

| kind of work | view |
|---|---|
| theory, calibration, reference data | yes, with a standard check |
| visitors to us | yes, with a visit plan |
| joint centre in quantum sensing | only with a list of named investigators, and a right to pause |
| instruments, clean room, inertial applications | no |

## Not settled

Who will supervise the institute after the merger. Two colleagues gave opposite answers in good
faith. Check again when the new statutes are published.`,
    language: 'en',
    topics: ['due diligence', 'quantum', 'joint centres', 'optics'],
    countries: ['CN'],
    reviewBy: '2027-03-31',
    details: {
      partnerNote: {
        assessedOn: '2026-03-10',
        riskAreas: ['NATIONAL_SECURITY', 'EXPORT_CONTROL'],
        findings: [
          {
            statement: 'Divisions 2 and 4 have had the same director since July 2024.',
            sourceUrl: 'https://linhai-optics.example/zh/leadership',
            sourceName: 'Institute’s website (Chinese)',
            sourceDate: '2026-02-20',
            reliability: 'A',
            credibility: 1,
          },
          {
            statement:
              'Two of eleven investigators proposed in 2021 had acknowledged a navigation programme.',
            sourceName: 'Publication acknowledgements, 2017–2021',
            sourceDate: '2021-06-30',
            reliability: 'B',
            credibility: 2,
          },
          {
            statement: 'A merger with a neighbouring navigation laboratory is planned.',
            sourceName: 'Notice given by the partner under the agreement',
            sourceDate: '2024-03-04',
            reliability: 'A',
            credibility: 2,
          },
          {
            statement: 'After the merger the institute will stay under the civilian science commission.',
            sourceName: 'Colleague’s experience (two accounts that disagree)',
            sourceDate: '2026-01-15',
            reliability: 'C',
            credibility: 4,
          },
        ],
      },
    },
    sharing: { level: 'GROUPS', groups: ['quantum-assurance'] },
    stage: 'PUBLISHED',
    reviewer: 'eleanor-whitcombe',
    publisher: 'nikhil-deshmukh',
    publishedAt: '2026-03-24T10:00:00Z',
  },
  {
    key: 'linhai-optics-preliminary',
    institution: 'tarnholm',
    author: 'xu-jianing',
    title: 'Linhai Institute of Advanced Optics: preliminary note',
    summary:
      'First impressions from public pages, before the joint centre was proposed. Withdrawn: two findings belonged to a company with a similar name.',
    body: `## Purpose

A quick look at the Linhai Institute of Advanced Optics (fictional), ahead of a visit by our
director. Two hours, public pages only.

## Impressions

- Optics and metrology, about 300 staff, a modern site on the edge of town.
- Sells laser modules to industry, with a catalogue in three languages.
- A new production hall is under construction.
- Several staff trained in Europe; two have been visitors here.

## First view

No reason not to visit. Before anything is signed, look at the product catalogue: a few of the laser
modules may be controlled, and a licence could be needed to send one back for repair.

## Not looked at

Ownership, supervision, funders in acknowledgements, the other divisions. There was no time to read
the Chinese pages; the English ones were translated by machine.

## Next steps

1. Ask Jianing's contacts in Division 2 for an organisation chart.
2. Find the institute in a public register, and note its identifier.
3. Write a full note before the director's second visit.`,
    language: 'en',
    topics: ['due diligence', 'optics'],
    countries: ['CN'],
    details: {
      partnerNote: {
        assessedOn: '2023-05-16',
        riskAreas: ['EXPORT_CONTROL'],
        findings: [
          {
            statement: 'Sells laser modules to industry.',
            sourceUrl: 'https://linhai-laser.example/products',
            sourceName: 'Product catalogue',
            sourceDate: '2023-05-15',
            reliability: 'C',
            credibility: 3,
          },
          {
            statement: 'A production hall is under construction.',
            sourceName: 'Local press',
            sourceDate: '2023-02-01',
            reliability: 'D',
            credibility: 3,
          },
        ],
      },
    },
    sharing: { level: 'GROUPS', groups: ['quantum-assurance'] },
    stage: 'WITHDRAWN',
    reviewer: 'nikhil-deshmukh',
    publisher: 'nikhil-deshmukh',
    publishedAt: '2023-05-23T08:45:00Z',
    withdrawReason:
      'Mistaken identity: the product catalogue and the production hall belong to a company of nearly the same name.',
    replacement: 'linhai-optics',
  },
  {
    key: 'al-marsa-energie',
    institution: 'overseas-affairs',
    author: 'nadia-haddad',
    title: 'Institut Al-Marsa de l’énergie : fiche partenaire',
    summary:
      'Un institut public jeune, actif dans le stockage d’énergie et l’hydrogène, qui cherche des partenaires européens. Aucun obstacle connu ; attention à la dépendance envers un seul bailleur et aux achats d’équipements contrôlés.',
    body: `## Présentation

L’Institut Al-Marsa de l’énergie (fictif) a été créé en 2017. Il compte environ 150 personnes, dont
une quarantaine de doctorants, et dépend du ministère chargé de l’enseignement supérieur. Ses thèmes
sont le stockage d’énergie, l’hydrogène et le dessalement.

## Points forts

- Une plateforme d’essais de batteries ouverte aux visiteurs.
- Des équipes habituées à travailler en français, en anglais et en arabe.
- Une direction stable, qui répond vite et tient ses engagements.

## Points d’attention

1. **Dépendance.** Environ 60 % du budget de recherche provient d’un seul fabricant étranger. Les
   résultats lui sont communiqués trente jours avant publication. Le contrat prévoit cette clause ;
   rien n’indique un abus.
2. **Équipements.** Certains appareils demandés à des partenaires européens sont à double usage.
   Prévoir une licence d’exportation et compter huit à dix semaines.
3. **Données.** Les mesures du réseau électrique appartiennent à l’exploitant. Un accord séparé est
   nécessaire avant tout partage.

## Ce que nous n’avons pas pu vérifier

La composition du conseil scientifique depuis 2025, et la part exacte du fabricant dans les bourses
de thèse.

## Avis

Coopération recommandée, avec une vérification ordinaire. Il convient de désigner un responsable de
chaque côté, de plafonner la part d’un bailleur unique et de revoir l’accord chaque année. La
section peut faciliter un premier contact sur place.`,
    language: 'fr',
    topics: ['due diligence', 'energy', 'dependence', 'export control'],
    countries: ['MA'],
    reviewBy: '2027-07-15',
    details: {
      partnerNote: {
        assessedOn: '2026-06-22',
        riskAreas: ['DEPENDENCY', 'EXPORT_CONTROL'],
        findings: [
          {
            statement: 'Environ 60 % du budget de recherche provient d’un seul fabricant étranger.',
            sourceUrl: 'https://al-marsa-energie.example/rapport-2025.pdf',
            sourceName: 'Rapport annuel de l’institut',
            sourceDate: '2026-03-31',
            reliability: 'A',
            credibility: 2,
          },
          {
            statement: 'Les résultats sont communiqués au bailleur trente jours avant publication.',
            sourceName: 'Entretien avec la direction',
            sourceDate: '2026-06-09',
            reliability: 'B',
            credibility: 2,
          },
        ],
      },
    },
    sharing: { level: 'COMMUNITY' },
    stage: 'PUBLISHED',
    reviewer: 'callum-drummond',
    publisher: 'rosalind-achebe',
    publishedAt: '2026-07-02T09:15:00Z',
  },
];
