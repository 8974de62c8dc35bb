// Classes of words in questions and names. Private to recall/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "text/one_of.h"
#include "text/placed_words.h"

namespace hebb {

enum class WordClass : std::uint8_t {
  honorific,          // mr, dr, hon: before a name
  postnominal,        // am, mp, jr: after a name
  particle,           // van, de: inside a name
  name_and_word,      // mark, will, may: a name only where written like one
  role,               // manager, marketing, professor: what roles' names are made of
  person,             // manager, expert, person: the part of a role that says it is someone
  seat,               // speaker, participant: a role that tells nobody apart without its letter
  acronym,            // tv, ui, us: never initials
  determiner,         // the, this, our
  filler,             // of, the, and: no weight in a title or a portfolio
  auxiliary,          // did, was, would
  question_word,      // what, how
  subject,            // group, team, they: asks about no one in particular
  telling,            // think, say, discuss: what a question asks about someone, not its topic
  telling_form,       // discussing, said: the same as participles
  telling_noun,       // discussion, opinion, view
  telling_adjective,  // main, overall: before such a noun
  about,              // about, of, on, towards: leads from there to the topic
  request,            // summarise, describe, list
  courtesy,           // please, could, you, tell, me
  loose,              // may not begin or end a topic: and, of, the, was
  meeting,            // meeting, call, session
};

// `word` is folded as placed_words() does.
bool is(WordClass word_class, std::string_view word);

// Telling, in either form: "say", "saying", "said".
bool is_telling(std::string_view word);

// Whether it leads to where something was said: "in", "during". "For the review" does not: what it is for may be said
// anywhere.
bool leads_to_place(std::string_view word);

// Empty beyond the end.
std::string_view word_at(std::span<const PlacedWord> words, std::size_t i);

// The one `back` words before `i`; empty before the beginning.
std::string_view word_before(std::span<const PlacedWord> words, std::size_t i, std::size_t back = 1);

// Whether the word at `i` is the first of a question or clause.
bool begins_clause(std::span<const PlacedWord> words, std::size_t i);

// Whether the clause of the word before `i` ends there.
bool ends_clause(std::span<const PlacedWord> words, std::size_t i);

// What those share who read a question word by word. Does not own its words.
class WordReader {
 protected:
  explicit WordReader(std::span<const PlacedWord> words) : words_(words) {}

  std::string_view word(std::size_t i) const { return word_at(words_, i); }
  std::string_view before(std::size_t i, std::size_t back = 1) const { return word_before(words_, i, back); }

  std::span<const PlacedWord> words_;
};

// Levenshtein's distance.
std::size_t edits(std::string_view a, std::string_view b);

// Whether it is written Like a Headline or IN CAPITALS, where a capital does not tell a name.
bool is_headline(std::span<const PlacedWord> words);

// "other than", "except", "everyone but", "not assigned to" before the name [first, last), with or without an article;
// behind "actions" also "minus Anna's", "that are not Anna's" and those that she "does not own".
bool is_excluded(std::span<const PlacedWord> words, std::size_t first, std::size_t last);

// "does not own", "doesn't have" at the word: of who stands before it.
bool disowns(std::span<const PlacedWord> words, std::size_t i);

// Whether the word at `i` stands at the beginning of a question or clause, but for what requests it: "show me all the",
// "direct".
bool is_requested(std::span<const PlacedWord> words, std::size_t i);

// Whether a word for a meeting ends at the word: "call", "kick-off".
bool ends_meeting(std::span<const PlacedWord> words, std::size_t i);

}  // namespace hebb
