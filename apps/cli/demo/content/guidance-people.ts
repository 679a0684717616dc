import type { DemoDocument } from './types.ts';

/** Guidance on people and sources, two of them in other languages. */
export const guidancePeople: readonly DemoDocument[] = [
  {
    key: 'staff-travel',
    institution: 'eskfirth',
    author: 'imran-qureshi',
    title: 'Before you travel: devices, contacts and duty of care',
    summary:
      'Our house rules for staff and research students who travel for fieldwork, negotiations or teaching: what to carry, what to leave, whom to tell, and what to do when a conversation becomes uncomfortable.',
    body: `## For whom

Everyone who travels on university business outside the common travel area, for more than a weekend.
Fieldworkers and dual nationals should read the last section twice.

## Devices

- Take a loan laptop and phone from the service desk. They hold what you need for this trip and
  nothing else.
- Leave unpublished results, reviews, interview recordings and personnel files at home. Use the
  browser workspace instead.
- Assume that a device that leaves your sight has been read. Hand it in on return; do not connect it
  first.

## People

1. Register the trip, with a contact who is not travelling.
2. Agree a check-in time. A missed check-in starts a call, not an e-mail.
3. Tell your local host what you will *not* discuss. It spares both of you.

## Gifts, payments, offers

A dinner is a dinner. A fee, a title, an apartment or a second contract is a declaration to the
research office within a week, even if you declined.

## When a conversation becomes uncomfortable

You may be asked about colleagues, students from the region, or a project you did not come to
discuss. Be polite, be dull, change the subject, and make a note afterwards. You will not be blamed
for having been asked. Ring the duty number; it is staffed day and night.

## Local colleagues carry more risk than you

Interviewees, assistants and co-authors stay when you leave. Let them set the limits on topics,
meeting places and names, and do not press them to be braver than they wish.`,
    language: 'en',
    topics: ['staff travel', 'cyber security', 'fieldwork'],
    countries: [],
    reviewBy: '2027-01-31',
    details: {
      guidance: {
        appliesTo: ['JOINT_PROJECT', 'TRANSNATIONAL_EDUCATION', 'OTHER'],
        riskAreas: ['STAFF_SAFETY', 'DATA_PROTECTION', 'ACADEMIC_FREEDOM'],
      },
    },
    sharing: { level: 'INSTITUTION', tlp: 'AMBER' },
    stage: 'PUBLISHED',
    publisher: 'hannah-bergstrom',
    publishedAt: '2025-06-03T07:50:00Z',
  },
  {
    key: 'partnerpruefung',
    institution: 'brenkstadt',
    author: 'yasemin-koc',
    title: 'Partnerprüfung mit öffentlichen Quellen: ein Leitfaden für Forschungsreferate',
    summary:
      'Welche öffentlichen Quellen über eine ausländische Partnereinrichtung Auskunft geben, wie man sie liest und bewertet, und wie ein Vermerk aussieht, den auch die nächste Kollegin versteht.',
    body: `## Ausgangspunkt

Geprüft wird das Vorhaben, nicht die Herkunft der Beteiligten. Die Leitfrage lautet: Wer arbeitet
woran, wer bezahlt es, und wofür könnte das Ergebnis noch verwendet werden?

## Den richtigen Partner finden

Der häufigste Fehler ist die Verwechslung. Viele Einrichtungen führen mehrere Namen, und eine
Übersetzung passt oft auf drei Häuser. Deshalb immer notieren:

- den Namen in der eigenen Schrift,
- die Kennung in einem öffentlichen Register, soweit vorhanden,
- Fakultät, Institut und Labor, nicht nur die Universität.

## Quellen und was sie leisten

| Quelle | Stärke | Grenze |
|---|---|---|
| Amtliches Register | Träger, Rechtsform | sagt nichts über Themen |
| Öffentlicher Tracker | Hinweise auf Verteidigungsbezug | Stand prüfen, Einzelfall lesen |
| Danksagungen in Aufsätzen | Geldgeber, Programme | nur veröffentlichte Arbeiten |
| Erfahrung von Kolleginnen | Alltag der Zusammenarbeit | persönliche Sicht |

## Bewerten

Jede Feststellung erhält zwei Noten: die Zuverlässigkeit der Quelle (A bis F) und die
Glaubwürdigkeit der Aussage (1 bis 6). Eine Feststellung ohne Datum gehört nicht in den Vermerk.

## Der Vermerk

1. Vorhaben in zwei Sätzen
2. Feststellungen mit Quelle, Datum und Noten
3. Was nicht geklärt werden konnte
4. Empfehlung: zusagen, mit Auflagen zusagen, ruhen lassen, absagen
5. Termin für die nächste Prüfung

Eine Seite genügt in den meisten Fällen. Ist Ausfuhrkontrolle berührt, geht der Vermerk vor der
Zusage an die Ausfuhrbeauftragte.

## Fristen

Eine Prüfung veraltet. Bei laufenden Vorhaben wird sie jährlich wiederholt, bei einer Umorganisation
des Partners sofort.`,
    language: 'de',
    topics: ['due diligence', 'source grading', 'export control'],
    countries: ['DE'],
    reviewBy: '2027-05-31',
    details: {
      guidance: {
        appliesTo: ['JOINT_PROJECT', 'JOINT_CENTRE', 'FUNDED_RESEARCH', 'STUDENT_OR_VISITOR'],
        riskAreas: ['NATIONAL_SECURITY', 'EXPORT_CONTROL', 'REPUTATION'],
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'jens-aydin',
    publisher: 'katharina-vogelsang',
    publishedAt: '2025-04-16T09:00:00Z',
  },
  {
    key: 'visitor-notes-chinese',
    institution: 'tarnholm',
    author: 'xu-jianing',
    title: '来访学者须知：实验室准入、出口管制与成果发表',
    summary:
      '写给即将来访的学者：我们为什么会问这些问题，访问计划包括哪些内容，实验室分阶段开放的做法，以及离开前需要办理的手续。同样的规则适用于来自任何国家的访客。',
    body: `## 我们为什么要问

来访之前，您会收到一份简短的表格。我们会问研究内容、资助来源、其他任职以及回国后的义务。这些问题对来自任何国家的访客都一样，目的不是怀疑某个人，而是事先把界限说清楚，让双方都能安心合作。

## 一页纸的访问计划

您和接待人一起写好以下内容：

- 访问目标：要完成的论文、方法或测量；
- 准入范围：可以使用的房间、仪器、软件和共享文件夹；
- 两位联系人：接待人和代理人；
- 成果发表：署名单位、作者顺序、可以发表的内容和时间。

计划之外的区域暂不开放。如果研究需要改变，请先告诉接待人，我们一起修改计划。

## 分阶段开放

1. 第一个月：办公室、公共仪器、安全培训；
2. 短暂回顾之后：计划中列出的仪器；
3. 受限实验室：需要第二个人签字。部分设备和技术属于军民两用物项，受出口管制，有时连演示也需要事先取得许可证。

## 数据和笔记

实验记录本留在研究所，您可以带走自己数据的副本。请不要把未发表的数据存放在私人网盘，也不要把账号借给别人。

## 如果遇到压力

如果有人要求您复制资料、打听同事的情况，或者改变研究方向，请随时告诉接待人或研究办公室。我们会保密，不会因此责怪您。

## 离开之前

归还门卡和钥匙，确认带走数据的清单，确认论文上的署名单位。账号会在最后一天自动关闭。欢迎以后继续保持联系。`,
    language: 'zh',
    topics: ['visitors', 'laboratory access', 'export control', 'publication'],
    countries: ['GB', 'CN'],
    reviewBy: '2027-02-28',
    details: {
      guidance: {
        appliesTo: ['STUDENT_OR_VISITOR'],
        riskAreas: ['EXPORT_CONTROL', 'INTELLECTUAL_PROPERTY', 'STAFF_SAFETY'],
      },
    },
    sharing: { level: 'PUBLIC' },
    stage: 'PUBLISHED',
    reviewer: 'eleanor-whitcombe',
    publisher: 'nikhil-deshmukh',
    publishedAt: '2025-11-19T10:10:00Z',
  },
];
