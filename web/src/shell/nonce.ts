import { setNonce } from "get-nonce";

/**
 * The nonce of this page: style sheets created at run time carry it; the page's policy blocks all others.
 */
export const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

setNonce(nonce);
