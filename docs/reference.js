// Runs in the API reference, before Swagger UI starts.

for (const icon of document.querySelectorAll('link[rel~=icon]')) Object.assign(icon, { href: '/favicon.svg', type: 'image/svg+xml' });

// A plugin of Swagger UI that folds the operations of writers and hosts.
globalThis.foldLastTags = {
  statePlugins: {
    layout: {
      wrapSelectors: {
        isShown: (original) => (_state, key, fallback) => {
          const isFolded = key[0] === 'operations-tag' && ['writing', 'webhooks', 'operation'].includes(key[1]);
          return original(key, fallback && !isFolded);
        },
      },
    },
  },
};
