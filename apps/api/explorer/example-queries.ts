/** The queries that the explorer opens with, and the first one that start-up prints. */

/** A search under a name of its own, which the explorer shows on the tab. */
export const searchExample = (
  name: string,
): string => `# What does this person find? Run it in every tab and compare.
query ${name}($query: String!) {
  search(query: $query, first: 5, facets: [KIND, INSTITUTION, TOPIC]) {
    total
    edges {
      node {
        titleHighlighted
        snippet
        document { id kind title institution { name } sharing { level tlp } }
      }
    }
    facets { facet counts { label count } }
  }
}`;

export const VIEWER_EXAMPLE = `# Who am I, and what may I do with what I can read?
query WhoAmI {
  viewer { user { name } memberships { role institution { slug name } } }
  documents(first: 10) {
    edges { node { id kind state title viewerCan sharing { level tlp } } }
  }
}`;

export const SEARCH_VARIABLES = { query: 'sharing health records' };
