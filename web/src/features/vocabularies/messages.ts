import "@/parts/standing/messages";
import { glossary } from "@/messages/en/glossary";
import { vocabularies } from "@/messages/en/vocabularies";
import { addMessages } from "@/messages/messages";

// Loaded with these pages: the glossary alone is as long as all texts of the first page.
addMessages(glossary);
addMessages(vocabularies);
