import { useLocation, useRouter } from "@tanstack/react-router";
import { useEffect } from "react";

function goTo(hash: string) {
  const heading = hash ? document.getElementById(hash) : null;
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}

/** Goes to the heading that the address names, once it is there, and says which it is. */
export function useArrival(isReady: boolean): string {
  const hash = useLocation({ select: (location) => location.hash });
  const router = useRouter();
  useEffect(() => {
    if (isReady) goTo(hash);
  }, [isReady, hash]);
  useEffect(
    () =>
      // A link to where one is already still goes there again.
      router.subscribe("onResolved", ({ hrefChanged, toLocation }) => {
        if (!hrefChanged) goTo(toLocation.hash);
      }),
    [router],
  );
  return hash;
}
