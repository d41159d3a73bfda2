import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect } from "react";
import type { RecordType } from "@/api/wire";
import { useSame } from "@/parts/useSame";
import { leave } from "./left";
import { type RecordsSearch, requestOf } from "./search";

/** The list of a type with the parameters of its address. */
export function useRecordList({ plural }: RecordType) {
  const search = useSearch({ from: "/records/$plural" });
  const navigate = useNavigate({ from: "/records/$plural" });
  const set = useCallback(
    (change: Partial<RecordsSearch>) =>
      void navigate({ to: "/records/$plural", params: { plural }, search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate, plural],
  );
  useEffect(() => leave(plural, search), [plural, search]);
  return { search, set, request: useSame(requestOf(search)) };
}

export type RecordList = ReturnType<typeof useRecordList>;
