#include "text/noun_runs.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "text/normalise.h"
#include "text/talk_words.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestWord = 30;  // bytes

// Sorted at compile time, so that a list can be written in the order in which one thinks of its words.
template <std::size_t N>
consteval std::array<std::string_view, N> sorted(const std::string_view (&words)[N]) {
  auto out = std::to_array(words);
  std::ranges::sort(out);
  return out;
}

constexpr auto kBeforeNouns = sorted(
    {"the",       "a",          "an",       "this",      "these",   "those",  "our",     "your",  "my",      "his",
     "her",       "its",        "their",    "some",      "any",     "no",     "each",    "every", "another", "which",
     "both",      "many",       "several",  "few",       "two",     "three",  "four",    "five",  "of",      "in",
     "on",        "for",        "with",     "from",      "about",   "by",     "at",      "into",  "per",     "via",
     "between",   "without",    "within",   "under",     "through", "big",    "new",     "good",  "small",   "nice",
     "old",       "different",  "main",     "whole",     "first",   "second", "last",    "next",  "best",    "certain",
     "important", "particular", "specific", "regarding", "against", "during", "towards", "same",  "other",   "own"});
constexpr auto kBeforeVerbs = sorted(
    {"i",     "we",       "you",       "they",     "he",     "she",     "who",     "to",     "can",     "could",
     "will",  "would",    "shall",     "should",   "may",    "might",   "must",    "don't",  "didn't",  "doesn't",
     "won't", "wouldn't", "can't",     "couldn't", "not",    "let's",   "gonna",   "wanna",  "gotta",   "i'll",
     "we'll", "you'll",   "they'll",   "he'll",    "she'll", "it'll",   "i'd",     "we'd",   "you'd",   "they'd",
     "just",  "actually", "never",     "always",   "please", "i've",    "we've",   "you've", "they've", "have",
     "has",   "had",      "been",      "did",      "it",     "cannot",  "haven't", "hasn't", "them",    "us",
     "him",   "me",       "shouldn't", "that'll",  "also",   "probably"});
constexpr auto kBeforeQualities =
    sorted({"is",      "are",     "was",    "were",   "be",   "being",   "am",    "it's",  "that's", "he's",
            "she's",   "they're", "we're",  "you're", "i'm",  "there's", "very",  "so",    "too",    "quite",
            "pretty",  "really",  "as",     "how",    "more", "most",    "less",  "isn't", "aren't", "wasn't",
            "weren't", "what's",  "fairly", "rather", "feel", "look",    "looks", "bit"});

// Besides stop words and the words of talk: what is said in any meeting of anything, and verbs that nouns follow.
constexpr auto kEmpty = sorted({"fourth",       "eighth",     "ninth",      "tenth",       "eleventh",
                                "twelfth",      "thirteenth", "fourteenth", "fifteenth",   "sixteenth",
                                "seventeenth",  "eighteenth", "nineteenth", "twentieth",   "thirtieth",
                                "according",    "across",     "add",        "added",       "adding",
                                "additional",   "afternoon",  "ah",         "allow",       "allowed",
                                "allows",       "almost",     "alone",      "amongst",     "anymore",
                                "apart",        "appreciate", "april",      "assume",      "assuming",
                                "august",       "aware",      "aye",        "barely",      "based",
                                "basic",        "bear",       "began",      "begin",       "beginning",
                                "believe",      "besides",    "bet",        "bigger",      "billion",
                                "bits",         "bloody",     "bought",     "brief",       "bringing",
                                "brings",       "brought",    "build",      "built",       "bunch",
                                "buy",          "buying",     "caring",     "chairman",    "chairperson",
                                "changed",      "changing",   "check",      "checking",    "choose",
                                "clear",        "clearly",    "close",      "colleague",   "colleagues",
                                "commit",       "committed",  "common",     "complete",    "completely",
                                "confirm",      "confused",   "continue",   "cool",        "correct",
                                "couple",       "crazy",      "current",    "currently",   "cut",
                                "damn",         "deal",       "dealing",    "december",    "decide",
                                "depend",       "depends",    "describe",   "designated",  "difficult",
                                "direct",       "directly",   "discuss",    "discussed",   "discussing",
                                "doh",          "double",     "doubt",      "dr",          "draw",
                                "drop",         "due",        "early",      "easier",      "easily",
                                "eh",           "else",       "else's",     "em",          "entire",
                                "equal",        "er",         "etc",        "etcetera",    "eventually",
                                "everyday",     "excellent",  "exist",      "existing",    "expect",
                                "expected",     "explain",    "extra",      "fair",        "fall",
                                "familiar",     "fancy",      "fast",       "favor",       "favour",
                                "february",     "feels",      "felt",       "fewer",       "fifth",
                                "final",        "finally",    "finish",     "finished",    "fit",
                                "fix",          "focus",      "fold",       "follow",      "forget",
                                "forgot",       "found",      "free",       "friday",      "full",
                                "fully",        "fun",        "funny",      "further",     "furthermore",
                                "general",      "generally",  "gentleman",  "gentlemen",   "glad",
                                "god",          "gonna",      "grateful",   "grow",        "ha",
                                "handle",       "hands",      "hang",       "happy",       "hardly",
                                "heard",        "helpful",    "hence",      "hers",        "high",
                                "higher",       "highly",     "himself",    "hmm",         "hon",
                                "honestly",     "honorable",  "honourable", "hopefully",   "however",
                                "huge",         "huh",        "hundreds",   "idea",        "ideal",
                                "ideally",      "ideas",      "imagine",    "impossible",  "include",
                                "included",     "includes",   "including",  "increase",    "indicate",
                                "individual",   "initial",    "inside",     "interested",  "involve",
                                "involved",     "its",        "itself",     "january",     "jesus",
                                "join",         "july",       "june",       "knowing",     "known",
                                "knows",        "ladies",     "lady",       "large",       "larger",
                                "late",         "lead",       "learn",      "leaving",     "left",
                                "limited",      "listen",     "literally",  "live",        "living",
                                "loads",        "lose",       "lost",       "lots",        "love",
                                "loved",        "low",        "lower",      "madam",       "major",
                                "manage",       "march",      "max",        "means",       "meanwhile",
                                "medium",       "meet",       "meetings",   "mention",     "mentioned",
                                "mess",         "mhm",        "million",    "millions",    "mine",
                                "miss",         "missing",    "mister",     "monday",      "moreover",
                                "moved",        "moving",     "mr",         "mrs",         "ms",
                                "multi",        "multiple",   "named",      "natural",     "nay",
                                "near",         "nearly",     "neat",       "necessarily", "necessary",
                                "nevertheless", "non",        "normal",     "normally",    "noted",
                                "november",     "nowadays",   "occur",      "october",     "offer",
                                "okay",         "okey",       "older",      "oneself",     "ongoing",
                                "online",       "onto",       "open",       "opposed",     "opposite",
                                "original",     "otherwise",  "ours",       "ourselves",   "outside",
                                "overall",      "pass",       "past",       "pay",         "per",
                                "personal",     "personally", "plain",      "play",        "pleased",
                                "plenty",       "plus",       "positive",   "possibly",    "potential",
                                "potentially",  "precisely",  "prefer",     "prepared",    "present",
                                "presented",    "previous",   "previously", "prior",       "produce",
                                "produced",     "promised",   "proper",     "properly",    "provide",
                                "provided",     "push",       "quick",      "reach",       "read",
                                "reading",      "real",       "realise",    "realize",     "reasonable",
                                "rec",          "receive",    "received",   "recent",      "refuse",
                                "refusing",     "regardless", "regards",    "regular",     "relate",
                                "related",      "remain",     "remaining",  "remembered",  "require",
                                "required",     "respect",    "revised",    "rid",         "run",
                                "running",      "runs",       "sake",       "saturday",    "save",
                                "seeing",       "select",     "send",       "sending",     "senses",
                                "separate",     "september",  "serious",    "servicing",   "serving",
                                "seventh",      "short",      "shot",       "show",        "showed",
                                "showing",      "shows",      "shut",       "significant", "silly",
                                "simple",       "single",     "sir",        "sit",         "sitting",
                                "sixth",        "sized",      "slightly",   "slow",        "smaller",
                                "somebody",     "sort",       "sorted",     "sorts",       "speak",
                                "speaking",     "special",    "spend",      "spending",    "spent",
                                "spoke",        "stand",      "standing",   "starting",    "starts",
                                "stay",         "stick",      "stop",       "straight",    "strange",
                                "strong",       "stuck",      "stupid",     "substantial", "suggest",
                                "suggested",    "suggesting", "suit",       "sunday",      "super",
                                "supposedly",   "surprised",  "tend",       "tends",       "terrible",
                                "thereby",      "therefore",  "thinking",   "thinks",      "thousands",
                                "throw",        "thursday",   "thus",       "tied",        "till",
                                "tiny",         "tomorrow",   "ton",        "tonight",     "tons",
                                "total",        "totally",    "tried",      "tries",       "tuesday",
                                "typical",      "typically",  "uhm",        "understood",  "unfortunately",
                                "unlike",       "us",         "useful",     "usual",       "via",
                                "visible",      "vs",         "wanting",    "watch",       "wednesday",
                                "weird",        "welcome",    "whereas",    "wherein",     "whichever",
                                "whoever",      "wide",       "willing",    "wish",        "won't",
                                "wonder",       "wondered",   "wonderful",  "wondering",   "worked",
                                "worried",      "worry",      "worse",      "worst",       "worth",
                                "write",        "written",    "wrong",      "wrote",       "yesterday",
                                "younger",      "yours",      "zero"});

// Singulars of what is a name only with a word that says which: "price range", not "range".
constexpr auto kVague = sorted(
    {"account",   "act",           "action",      "advance",  "amount",      "approach",   "area",      "aspect",
     "attention", "basis",         "block",       "bottom",   "care",        "case",       "chance",    "change",
     "choice",    "committee",     "concept",     "concern",  "condition",   "connection", "contact",   "date",
     "day",       "decision",      "definition",  "detail",   "difference",  "difficulty", "direction", "discussion",
     "distance",  "effect",        "effort",      "element",  "entry",       "evening",    "example",   "experience",
     "extent",    "face",          "feeling",     "form",     "future",      "generation", "goal",      "group",
     "hand",      "head",          "honour",      "hour",     "impact",      "intention",  "interest",  "issue",
     "item",      "job",           "kind",        "length",   "level",       "life",       "light",     "line",
     "list",      "live",          "majority",    "matter",   "member",      "method",     "mistake",   "month",
     "morning",   "name",          "national",    "nature",   "night",       "note",       "notice",    "number",
     "object",    "opinion",       "opportunity", "option",   "order",       "outcome",    "page",      "pair",
     "part",      "party",         "percentage",  "period",   "perspective", "phase",      "piece",     "pity",
     "place",     "plan",          "planning",    "position", "possibility", "prayer",     "principle", "problem",
     "process",   "public",        "purpose",     "quality",  "range",       "rate",       "reality",   "reason",
     "reference", "relation",      "rest",        "result",   "role",        "roll",       "room",      "scale",
     "section",   "sentence",      "sery",        "setting",  "share",       "side",       "situation", "size",
     "sound",     "source",        "stage",       "state",    "step",        "story",      "strength",  "style",
     "subject",   "suggestion",    "support",     "table",    "task",        "team",       "term",      "test",
     "thought",   "title",         "top",         "topic",    "touch",       "track",      "trouble",   "truth",
     "type",      "understanding", "value",       "variety",  "version",     "view",       "visit",     "week",
     "world",     "writing"});

enum WordBits : std::uint8_t { kStop = 1, kSaysNothing = 2, kNounFollows = 4, kVerbFollows = 8, kQualityFollows = 16 };

class WordTable {
 public:
  WordTable() {
    const auto note = [this](const auto& words, std::uint8_t bits) {
      for (const std::string_view word : words) bits_[word] |= bits;
    };
    note(kBeforeNouns, kNounFollows | kSaysNothing);
    note(kBeforeVerbs, kVerbFollows | kSaysNothing);
    note(kBeforeQualities, kQualityFollows | kSaysNothing);
    note(kEmpty, kSaysNothing);
  }

  std::uint8_t operator[](std::string_view word) const {
    const auto found = bits_.find(word);
    return found == bits_.end() ? 0 : found->second;
  }

 private:
  std::unordered_map<std::string_view, std::uint8_t> bits_;
};

// "quickly", not "family".
bool is_adverb(std::string_view word) {
  constexpr auto kNouns = sorted({"family", "supply", "assembly", "reply", "italy", "july", "monopoly", "butterfly",
                                  "anomaly", "belly", "jelly", "ally", "rally", "bully", "folly", "lily", "poly"});
  return word.size() > 4 && word.ends_with("ly") && !std::ranges::binary_search(kNouns, word);
}

bool has_vowel(std::string_view word) {
  return word.find_first_of("aeiouy") != std::string_view::npos ||
         std::ranges::any_of(word, [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
}

const WordTable& table() {
  static const WordTable words;
  return words;
}

// What is asked of a word's spelling alone.
bool says_nothing(std::string_view word) {
  if ((table()[word] & kSaysNothing) != 0 || is_stop_word(word)) return true;
  return word != "minister" && is_talk_word(word);
}

bool names(const PlacedWord& placed) {
  const std::string_view word = placed.word;
  if (word.size() < (placed.all_capital ? 2U : 3U) || word.size() > kLongestWord) return false;
  if (word.find_first_of("'0123456789") != std::string_view::npos) return false;
  if (says_nothing(word)) return false;
  if (placed.all_capital) return true;
  return has_vowel(word) && !is_adverb(word) && !(word.ends_with('s') && says_nothing(singular(word)));
}

RunOpening opening_after(const PlacedWord& before) {
  // "Anna's" is an owner, "it's" an "it is".
  if (before.possessive) return is_stop_word(before.word) ? RunOpening::quality : RunOpening::noun;
  const std::uint8_t bits = table()[before.word];
  if ((bits & kNounFollows) != 0) return RunOpening::noun;
  if ((bits & kVerbFollows) != 0) return RunOpening::verb;
  return (bits & kQualityFollows) != 0 ? RunOpening::quality : RunOpening::other;
}

bool is_function_word(std::string_view word) {
  return is_stop_word(word) || (table()[word] & (kNounFollows | kVerbFollows | kQualityFollows)) != 0;
}

}  // namespace

std::vector<NounRun> noun_runs(std::string_view text) {
  std::vector<NounRun> runs;
  NounRun run;
  const auto close = [&] {
    if (!run.words.empty() && run.words.size() <= kLongestRun) runs.push_back(std::move(run));
    run = {};
  };
  for (auto& word : placed_words(text)) {
    if (word.parted || word.opens) close();
    if (word.parted || word.opens) run.opening = RunOpening::other;
    if (names(word)) {
      if (!run.words.empty() && run.words.back().word == word.word) continue;  // "the menu menu button"
      const bool ends = word.possessive;
      const auto next = opening_after(word);
      run.words.push_back(std::move(word));
      if (!ends) continue;
      close();
      run.opening = next;
    } else {
      run.closed = is_function_word(word.word);
      if (word.hyphened && !run.words.empty()) run.words.pop_back();  // of "sub-committees" no "sub"
      close();
      run.opening = opening_after(word);
    }
  }
  close();
  return runs;
}

// Adjectives' endings; a noun that has one is told by its plural (recall/concept_index.cc).
bool looks_like_quality(std::string_view word) {
  constexpr auto kNouns =
      sorted({"plastic",    "music",    "traffic",  "logic",    "capital", "arithmetic", "speed",    "feed",   "cable",
              "table",      "material", "signal",   "hospital", "animal",  "manual",     "titanium", "public", "metal",
              "initiative", "library",  "calendar", "grammar",  "sugar",   "dollar",     "radar"});
  constexpr auto kEndings = std::to_array<std::string_view>(
      {"al", "ic", "ous", "ive", "able", "ible", "ful", "less", "ish", "ed", "ar", "ary"});
  if (std::ranges::binary_search(kNouns, word)) return false;
  return std::ranges::any_of(kEndings, [&](auto ending) { return word.size() > 4 && word.ends_with(ending); });
}

bool is_vague(std::string_view word) {
  return std::ranges::binary_search(kVague, word);
}

std::string singular(std::string_view word) {
  const auto without = [&](std::size_t bytes) { return std::string(word.substr(0, word.size() - bytes)); };
  if (word.size() > 4 && word.ends_with("ies")) return without(3) + "y";
  for (const std::string_view sibilant : {"sses", "shes", "ches", "xes"}) {
    if (word.size() > 4 && word.ends_with(sibilant)) return without(2);
  }
  if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is"))
    return without(1);
  return std::string(word);
}

}  // namespace hebb
