import "@/parts/standing/words";
import { glossary } from "@/words/en/glossary";
import { vocabularies } from "@/words/en/vocabularies";
import { addWords } from "@/words/words";

// They come with these pages: the glossary alone is as long as all that the first page says.
addWords(glossary);
addWords(vocabularies);
