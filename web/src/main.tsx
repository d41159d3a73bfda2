import "./look/mantine.css";
import "./look/fonts.css";
import "./look/look.css";
import { DirectionProvider, localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queries } from "./api/queries";
import { vocabulariesQuery } from "./api/vocabularies";
import { router } from "./router";
import { follow } from "./shell/live";
import { nonce } from "./shell/nonce";
import { theme } from "./shell/theme";
import { direction, language } from "./messages/locale";

document.documentElement.lang = language;
document.documentElement.dir = direction;
const scheme = localStorageColorSchemeManager({ key: "casebook.scheme" });
follow();

const draw = () =>
  createRoot(document.querySelector("#root") as HTMLElement).render(
    <StrictMode>
      <DirectionProvider initialDirection={direction} detectDirection={false}>
        <MantineProvider
          theme={theme}
          colorSchemeManager={scheme}
          defaultColorScheme="auto"
          getStyleNonce={() => nonce}
        >
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </DirectionProvider>
    </StrictMode>,
  );

// Every page needs the vocabulary; it is prefetched while the page's code loads.
void queries.prefetchQuery(vocabulariesQuery);
// The page is ready at the first render: React keeps a placeholder for at least 300 ms once shown. Whatever cannot
// be loaded is reported by the error boundary of the page.
void router.load().then(draw, draw);
