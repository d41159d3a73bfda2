import "@/parts/standing/words";
import { glossary } from "@/words/en/glossary";
import { vocabularies } from "@/words/en/vocabularies";
import { addWords } from "@/words/words";

// Loaded with these pages: the glossary alone is as long as all texts of the first page.
addWords(glossary);
addWords(vocabularies);
