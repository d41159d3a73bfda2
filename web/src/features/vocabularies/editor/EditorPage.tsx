import "../messages";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearch } from "@tanstack/react-router";
import { vocabulariesQuery } from "@/api/vocabularies";
import { ErrorState } from "@/parts/ErrorState";
import { PageSkeleton } from "@/parts/Skeletons";
import { NoVocabulary } from "../NoVocabulary";
import { Editor } from "./Editor";

/** Editing a vocabulary, or a copy of it, with check, preview and activation. */
export default function EditorPage() {
  const { name } = useParams({ from: "/vocabularies/$name/edit" });
  const { copy } = useSearch({ from: "/vocabularies/$name/edit" });
  const { data: vocabularies, error, refetch } = useQuery(vocabulariesQuery);
  if (error) return <ErrorState thrown={error} again={() => void refetch()} />;
  if (!vocabularies) return <PageSkeleton />;
  const vocabulary = vocabularies.find((one) => one.name === name);
  if (!vocabulary) return <NoVocabulary name={name} vocabularies={vocabularies} />;
  return <Editor key={`${name} ${copy ?? ""}`} vocabulary={vocabulary} vocabularies={vocabularies} isCopy={copy === true} />;
}
