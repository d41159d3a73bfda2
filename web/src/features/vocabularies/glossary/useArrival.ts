import { useLocation, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

function goTo(hash: string) {
  const heading = hash ? document.getElementById(hash) : null;
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}

/** Scrolls to the heading in the address once it is rendered, and returns it. */
export function useArrival(isReady: boolean): string {
  const hash = useLocation({ select: (location) => location.hash });
  const router = useRouter();
  useEffect(() => {
    if (isReady) goTo(hash);
  }, [isReady, hash]);
  useEffect(
    () =>
      // A link to the current heading still scrolls to it.
      router.subscribe("onResolved", ({ hrefChanged, toLocation }) => {
        if (!hrefChanged) goTo(toLocation.hash);
      }),
    [router],
  );
  return hash;
}
