import { useRouter } from "@tanstack/react-router";
import type { MouseEvent } from "react";

interface Props {
  /** The address of a page, without a search. */
  path: string;
  className?: string | undefined;
  children: string;
}

/** A link for tables of any length: it subscribes to nothing and builds its address without the router. */
export function TableLink({ path, className, children }: Props) {
  const router = useRouter();
  const { vocabulary, lang, dir } = router.latestLocation.search as Record<string, string | undefined>;
  const kept = Object.entries({ vocabulary, lang, dir }).flatMap(([name, value]) => (value ? [[name, value]] : []));
  const search = kept.length > 0 ? `?${new URLSearchParams(kept)}` : "";
  function go(event: MouseEvent) {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    void router.navigate({ to: path });
  }
  return (
    <a href={`${path}${search}`} className={className} tabIndex={-1} onClick={go}>
      {children}
    </a>
  );
}
