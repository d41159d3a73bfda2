import { useSyncExternalStore } from "react";
import { address } from "@/api/client";
import { LiveUpdates } from "@/api/live";
import { queries } from "@/api/queries";

const updates = new LiveUpdates(queries);

/**
 * Follows the changes of others while the page is visible: a browser has six connections for all its tabs, and tabs that
 * keep one each would leave none for the visible page.
 */
export function follow() {
  const heed = () => {
    if (document.visibilityState === "hidden") updates.close();
    else updates.open(address("/api/v1/events"));
  };
  document.addEventListener("visibilitychange", heed);
  heed();
}

export const useConnection = () => useSyncExternalStore(updates.subscribe, updates.connection);
