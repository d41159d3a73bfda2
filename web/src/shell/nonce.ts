import { setNonce } from "get-nonce";

/**
 * The number that the server gave to this page: style sheets made at run time carry it, all others are refused
 * by the policy of the page.
 */
export const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

setNonce(nonce);
