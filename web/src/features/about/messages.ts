import { about } from "@/words/en/about";
import { addWords } from "@/words/words";

addWords(about);
