#include "recall/question_words.h"

#include <algorithm>
#include <array>
#include <span>
#include <vector>

namespace hebb {
namespace {

using WordList = std::span<const std::string_view>;

// Sorted at compile time, so that a list can be written in the order in which one thinks of its words.
template <std::size_t N>
consteval std::array<std::string_view, N> sorted(const std::string_view (&words)[N]) {
  auto out = std::to_array(words);
  std::ranges::sort(out);
  return out;
}

constexpr auto kHonorifics =
    sorted({"mr",       "mrs",     "ms",         "miss",      "mx",    "dr",      "prof",   "professor",
            "hon",      "right",   "honourable", "honorable", "sir",   "dame",    "lord",   "lady",
            "minister", "senator", "councillor", "rev",       "judge", "justice", "captain"});
constexpr auto kPostnominals =
    sorted({"am", "mp",  "ms", "mla", "mep", "msp", "qc",  "kc",    "phd", "md",  "jr", "sr",
            "ii", "iii", "iv", "esq", "obe", "cbe", "mbe", "dphil", "msc", "bsc", "ma", "ba"});
constexpr auto kParticles = sorted({"van", "von", "der", "den", "de",  "del", "della", "di",  "da",  "dos", "du",
                                    "la",  "le",  "el",  "al",  "bin", "ibn", "zu",    "zur", "ter", "ten", "af",
                                    "av",  "y",   "e",   "of",  "the", "and", "und",   "et",  "st"});
// First names and surnames that are words besides.
constexpr auto kNamesAndWords = sorted(
    {"mark",    "will",    "grace",  "may",    "april",  "june",   "august", "bill",   "bob",    "rob",     "sue",
     "jack",    "rose",    "art",    "frank",  "pat",    "young",  "brown",  "green",  "sweet",  "lake",    "fast",
     "easter",  "hope",    "faith",  "joy",    "dawn",   "summer", "autumn", "ivy",    "iris",   "lily",    "violet",
     "ruby",    "pearl",   "penny",  "rich",   "drew",   "dean",   "chase",  "grant",  "miles",  "wade",    "lance",
     "guy",     "earl",    "duke",   "king",   "prince", "pope",   "bishop", "major",  "chance", "chip",    "cliff",
     "dale",    "glen",    "forest", "heath",  "clay",   "stone",  "rock",   "hawk",   "buck",   "fox",     "wolf",
     "bush",    "wood",    "woods",  "field",  "fields", "hill",   "hills",  "banks",  "brook",  "brooks",  "rivers",
     "waters",  "pond",    "marsh",  "north",  "south",  "east",   "west",   "white",  "black",  "gray",    "grey",
     "blue",    "gold",    "silver", "long",   "short",  "small",  "little", "strong", "sharp",  "wise",    "good",
     "best",    "new",     "day",    "winter", "spring", "price",  "cash",   "bond",   "law",    "case",    "page",
     "read",    "words",   "case",   "bell",   "horn",   "drum",   "ball",   "cook",   "baker",  "carter",  "mason",
     "turner",  "hunter",  "fisher", "farmer", "miller", "butler", "porter", "walker", "driver", "singer",  "potter",
     "weaver",  "barber",  "archer", "angel",  "star",   "sunny",  "happy",  "bliss",  "love",   "charity", "honor",
     "trinity", "destiny", "dot",    "kit",    "van",    "tad",    "peg",    "ginger", "olive",  "sage",    "norm",
     "rusty",   "merry",   "gay",    "trace",  "reed",   "rush",   "ford",   "may",    "march",  "cross",   "church",
     "temple",  "house",   "hall",   "park",   "street", "lane",   "gates",  "wall",   "walls",  "bridges", "power",
     "powers",  "post",    "marks",  "jobs",   "work",   "so",     "an",     "my",     "do",     "in",      "he",
     "she",     "you",     "ng",     "li",     "le",     "ma",     "see",    "sun",    "song",   "so",      "go",
     "ho",      "to",      "too",    "how",    "yang",   "rap"});
constexpr auto kRoles =
    sorted({"project",   "product",     "program",     "programme",     "manager",     "marketing",     "industrial",
            "designer",  "design",      "user",        "interface",     "ux",          "professor",     "prof",
            "phd",       "postdoc",     "grad",        "graduate",      "undergrad",   "undergraduate", "student",
            "chair",     "chairman",    "chairwoman",  "chairperson",   "acting",      "speaker",       "host",
            "guest",     "interviewer", "interviewee", "moderator",     "president",   "secretary",     "minister",
            "deputy",    "prime",       "vice",        "engineer",      "engineering", "lead",          "leader",
            "head",      "director",    "officer",     "chief",         "executive",   "financial",     "finance",
            "technical", "technology",  "owner",       "scrum",         "master",      "developer",     "tester",
            "qa",        "analyst",     "sales",       "support",       "customer",    "client",        "hr",
            "human",     "resources",   "legal",       "counsel",       "researcher",  "research",      "assistant",
            "teacher",   "doctor",      "nurse",       "patient",       "expert",      "consultant",    "architect",
            "data",      "scientist",   "ceo",         "cto",           "cfo",         "coo",           "participant",
            "person",    "witness",     "clerk",       "member",        "of",          "the",           "team",
            "unknown",   "operations",  "facilitator", "presenter",     "panelist",    "recruiter",     "candidate",
            "account",   "accountant",  "editor",      "author",        "specialist",  "senior",        "junior",
            "principal", "staff",       "general",     "representative"});
constexpr auto kPersons = sorted({"manager",   "designer",      "professor",   "prof",
                                  "phd",       "postdoc",       "grad",        "graduate",
                                  "undergrad", "undergraduate", "student",     "chair",
                                  "chairman",  "chairwoman",    "chairperson", "speaker",
                                  "host",      "guest",         "interviewer", "interviewee",
                                  "moderator", "president",     "secretary",   "minister",
                                  "deputy",    "engineer",      "lead",        "leader",
                                  "head",      "director",      "officer",     "executive",
                                  "owner",     "master",        "developer",   "tester",
                                  "analyst",   "client",        "counsel",     "researcher",
                                  "assistant", "teacher",       "doctor",      "nurse",
                                  "patient",   "expert",        "consultant",  "architect",
                                  "scientist", "ceo",           "cto",         "cfo",
                                  "coo",       "participant",   "person",      "witness",
                                  "clerk",     "member",        "facilitator", "presenter",
                                  "panelist",  "recruiter",     "candidate",   "accountant",
                                  "editor",    "author",        "specialist",  "representative",
                                  "rep",       "guy",           "woman",       "man",
                                  "lady",      "people",        "folks",       "professional",
                                  "colleague"});
constexpr auto kSeats = sorted({"speaker", "participant", "person", "unknown", "member", "team", "guest", "staff"});
constexpr auto kAcronyms =
    sorted({"am",  "pm",  "tv",  "ui",  "ux",  "id",  "it",   "us",  "uk",  "eu",  "un",  "hr",  "pr",  "qa",  "ai",
            "ml",  "lcd", "led", "cd",  "dvd", "pc",  "api",  "ok",  "vs",  "sdk", "sql", "css", "roi", "kpi", "okr",
            "ceo", "cto", "cfo", "coo", "vp",  "faq", "usa",  "gdp", "vat", "gps", "usb", "cpu", "gpu", "ram", "xml",
            "pdf", "csv", "url", "nhs", "bbc", "ibm", "icsi", "asr", "hmm", "lda", "vad", "mlp", "klt", "lpc", "pdg",
            "a",   "i",   "ev",  "vr",  "ar",  "pa",  "ad",   "bc",  "la",  "ny",  "dc",  "md",  "phd", "mp",  "ms"});
constexpr auto kDeterminers =
    sorted({"the", "this", "that", "these", "those", "a",   "an",   "our", "your", "their", "his",
            "her", "its",  "my",   "each",  "every", "any", "some", "no",  "all",  "which", "what"});
constexpr auto kFillers = sorted({"the", "of", "and", "for", "a", "an", "on", "in", "to", "with", "at", "by", "&",
                                  "our", "meeting", "meetings", "call", "session", "s"});
constexpr auto kAuxiliaries =
    sorted({"did",      "does",      "do",      "was",   "were",   "is",      "are",   "has",    "have",
            "had",      "will",      "would",   "can",   "could",  "should",  "shall", "may",    "might",
            "must",     "didn't",    "doesn't", "don't", "wasn't", "weren't", "isn't", "aren't", "couldn't",
            "wouldn't", "shouldn't", "won't",   "can't", "hasn't", "haven't", "hadn't"});
constexpr auto kQuestionWords = sorted({"what", "how", "why", "when", "where", "which", "who", "whom", "whose"});
constexpr auto kSubjects =
    sorted({"group",       "groups",    "team",     "teams",      "meeting",    "meetings",   "participants",
            "participant", "committee", "members",  "member",     "they",       "people",     "everyone",
            "everybody",   "we",        "speakers", "speaker",    "mates",      "groupmates", "teammates",
            "attendees",   "all",       "you",      "he",         "she",        "someone",    "anyone",
            "anybody",     "somebody",  "others",   "discussion", "colleagues", "council",    "i"});
constexpr auto kTellings = sorted(
    {"think",     "say",      "discuss",  "talk",      "mention",  "feel",      "propose",   "suggest",  "recommend",
     "believe",   "conclude", "decide",   "describe",  "explain",  "state",     "comment",   "respond",  "react",
     "speak",     "agree",    "disagree", "introduce", "argue",    "raise",     "express",   "point",    "put",
     "elaborate", "object",   "ask",      "answer",    "claim",    "emphasize", "emphasise", "stress",   "reply",
     "view",      "see",      "hold",     "tell",      "present",  "consider",  "concern",   "debate",   "note",
     "report",    "share",    "cover",    "address",   "conclude", "determine", "finalize",  "finalise", "come",
     "reach",     "give",     "make",     "want",      "like",     "summarize", "summarise", "bring",    "complain",
     "worry",     "know",     "ask",      "update",    "outline",  "announce",  "evaluate",  "mean",     "insist",
     "promise",   "commit"});
constexpr auto kTellingForms = sorted(
    {"discussing", "talking",   "mentioning",  "introducing", "thinking",   "saying",    "describing", "explaining",
     "presenting", "speaking",  "debating",    "discussed",   "talked",     "mentioned", "said",       "decided",
     "suggested",  "proposed",  "recommended", "agreed",      "concluded",  "raised",    "introduced", "presented",
     "stated",     "explained", "described",   "emphasized",  "emphasised", "answering", "asked",      "reported",
     "evaluating", "giving",    "expressing",  "commenting",  "covered",    "told",      "expressed",  "made",
     "debated",    "noted",     "brought",     "addressing",  "thought",    "given",     "reached",    "outlined",
     "planned",    "putting",   "insisted"});
constexpr auto kTellingNouns = sorted(
    {"discussion",   "discussions", "debate",     "debates",     "conversation", "conversations", "opinion",
     "opinions",     "view",        "views",      "attitude",    "attitudes",    "thought",       "thoughts",
     "decision",     "decisions",   "conclusion", "conclusions", "comment",      "comments",      "perspective",
     "perspectives", "talk",        "talks",      "take",        "stance",       "position",      "positions",
     "remark",       "remarks",     "summary",    "summaries",   "details",      "overview",      "recap",
     "gist",         "viewpoint",   "viewpoints", "questioning", "inquiries",    "argument",      "arguments",
     "points",       "point",       "idea",       "ideas",       "concern",      "concerns",      "suggestion",
     "suggestions",  "proposal",    "proposals",  "feeling",     "feelings",     "debating",      "elaboration"});
constexpr auto kTellingAdjectives = sorted(
    {"main",       "overall",  "whole",    "entire",    "general", "final",     "key",     "group",    "team",
     "further",    "detailed", "specific", "different", "brief",   "short",     "various", "decision", "concluding",
     "additional", "personal", "initial",  "meeting",   "major",   "important", "common"});
constexpr auto kAbouts = sorted({"about",  "of", "on",   "towards", "toward", "regarding", "concerning", "over",
                                 "around", "to", "that", "for",     "with",   "upon",      "against",    "in",
                                 "into",   "up", "as",   "at",      "from",   "whether",   "if"});
constexpr auto kRequests =
    sorted({"summarize", "summarise", "summary",   "describe",  "explain",  "recap",    "outline",
            "introduce", "list",      "show",      "find",      "identify", "give",     "tell",
            "discuss",   "analyze",   "analyse",   "review",    "sum",      "search",   "get",
            "display",   "name",      "enumerate", "elaborate", "compare",  "conclude", "remind"});
constexpr auto kCourtesies =
    sorted({"please", "can",    "could", "would", "will", "you",  "me", "us",   "hi",  "hello",
            "hey",    "kindly", "help",  "i",     "want", "need", "to", "know", "let", "do",
            "like",   "for",    "up",    "now",   "just", "also", "so", "and",  "ok",  "okay"});
constexpr auto kLoose = sorted(
    {"and",   "or",    "of",        "the",     "a",       "an",      "to",     "in",        "on",         "at",
     "for",   "from",  "with",      "by",      "about",   "as",      "that",   "which",     "was",        "were",
     "is",    "are",   "be",        "been",    "being",   "did",     "does",   "do",        "has",        "have",
     "had",   "their", "its",       "his",     "her",     "our",     "your",   "my",        "this",       "these",
     "those", "there", "it",        "they",    "he",      "she",     "we",     "you",       "i",          "them",
     "him",   "us",    "when",      "while",   "during",  "what",    "how",    "why",       "where",      "who",
     "so",    "but",   "if",        "then",    "than",    "towards", "toward", "regarding", "concerning", "over",
     "into",  "upon",  "s",         "after",   "before",  "would",   "will",   "could",     "should",     "can",
     "also",  "said",  "whether",   "between", "because", "such",    "terms",  "some",      "any",        "all",
     "whose", "whom",  "according", "both",    "other",   "each",    "think",  "thought",   "just",       "more",
     "most",  "may",   "might",     "must"});
constexpr auto kMeetings =
    sorted({"meeting", "meetings", "call",       "calls",    "session",       "sessions", "workshop",
            "review",  "standup",  "sync",       "retro",    "retrospective", "kickoff",  "interview",
            "hearing", "seminar",  "demo",       "planning", "1:1",           "catchup",  "briefing",
            "debrief", "offsite",  "conference", "huddle",   "check",         "steerco",  "allhands"});

WordList words_of_class(WordClass word_class) {
  switch (word_class) {
    case WordClass::honorific:
      return kHonorifics;
    case WordClass::postnominal:
      return kPostnominals;
    case WordClass::particle:
      return kParticles;
    case WordClass::name_and_word:
      return kNamesAndWords;
    case WordClass::role:
      return kRoles;
    case WordClass::person:
      return kPersons;
    case WordClass::seat:
      return kSeats;
    case WordClass::acronym:
      return kAcronyms;
    case WordClass::determiner:
      return kDeterminers;
    case WordClass::filler:
      return kFillers;
    case WordClass::auxiliary:
      return kAuxiliaries;
    case WordClass::question_word:
      return kQuestionWords;
    case WordClass::subject:
      return kSubjects;
    case WordClass::telling:
      return kTellings;
    case WordClass::telling_form:
      return kTellingForms;
    case WordClass::telling_noun:
      return kTellingNouns;
    case WordClass::telling_adjective:
      return kTellingAdjectives;
    case WordClass::about:
      return kAbouts;
    case WordClass::request:
      return kRequests;
    case WordClass::courtesy:
      return kCourtesies;
    case WordClass::loose:
      return kLoose;
    case WordClass::meeting:
      return kMeetings;
  }
  return {};
}

}  // namespace

bool is(WordClass word_class, std::string_view word) {
  return std::ranges::binary_search(words_of_class(word_class), word);
}

bool is_telling(std::string_view word) {
  return is(WordClass::telling, word) || is(WordClass::telling_form, word);
}

bool leads_to_place(std::string_view word) {
  return one_of(word, {"in", "at", "during", "from", "throughout"});
}

std::string_view word_at(std::span<const PlacedWord> words, std::size_t i) {
  return i < words.size() ? std::string_view(words[i].word) : std::string_view();
}

std::string_view word_before(std::span<const PlacedWord> words, std::size_t i, std::size_t back) {
  return i >= back ? word_at(words, i - back) : std::string_view();
}

bool begins_clause(std::span<const PlacedWord> words, std::size_t i) {
  return i == 0 || words[i].opens || words[i].parted;
}

bool ends_clause(std::span<const PlacedWord> words, std::size_t i) {
  return i >= words.size() || begins_clause(words, i);
}

std::size_t edits(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0]++;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i - 1] != b[j - 1] ? 1 : 0);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, changed});
    }
  }
  return row.back();
}

bool is_headline(std::span<const PlacedWord> words) {
  std::size_t capitals = 0;
  bool tells_nothing = false;  // a word that has a capital only there
  for (const auto& word : words.subspan(std::min<std::size_t>(words.size(), 1))) {
    if (!word.capital) continue;
    ++capitals;
    tells_nothing = tells_nothing ||
                    (!word.opens && word.word.size() > 1 && !is(WordClass::acronym, word.word) &&
                     !is(WordClass::name_and_word, word.word) &&
                     (is(WordClass::auxiliary, word.word) || is_telling(word.word) || is(WordClass::loose, word.word)));
  }
  return tells_nothing && 2 * capitals >= words.size();
}

namespace {

bool is_not(std::string_view word) {
  return one_of(word, {"not", "isn't", "aren't", "don't", "doesn't", "wasn't", "weren't"});
}

// Before `end`: "things that Tom does not have" are no list of his.
bool names_actions(std::span<const PlacedWord> words, std::size_t end) {
  return std::ranges::any_of(words.first(end), [](const auto& word) {
    return one_of(word.word, {"action", "actions", "items", "tasks", "todos", "dos", "steps", "ups"});
  });
}

// "that are not Tom's", "none of Tom's, please"; not "why are not Tom's actions done?"
bool ends_owner(std::span<const PlacedWord> words, std::size_t last) {
  return words[last - 1].possessive && (ends_clause(words, last) || is(WordClass::loose, words[last].word));
}

}  // namespace

bool disowns(std::span<const PlacedWord> words, std::size_t i) {
  const auto at = [&](std::size_t n) { return word_at(words, n); };
  if (!one_of(at(i), {"does", "do", "doesn't", "don't"})) return false;
  const std::size_t verb = i + (one_of(at(i), {"does", "do"}) ? 2 : 1);
  return is_not(at(verb - 1)) && one_of(at(verb), {"own", "have"}) && one_of(at(verb + 1), {"", "and", "in", "from"});
}

bool is_excluded(std::span<const PlacedWord> words, std::size_t first, std::size_t last) {
  const bool owner = words[last - 1].possessive;
  std::size_t i = first;
  if (word_before(words, i) == "the") --i;
  const auto before = [&](std::size_t back) { return word_before(words, i, back); };
  if (one_of(before(1), {"besides", "except", "excluding", "without"})) return true;
  if ((disowns(words, last) || (before(1) == "minus" && owner)) && names_actions(words, first)) return true;
  if (before(1) == "but" && one_of(before(2), {"everyone", "everybody", "everything", "all", "anyone", "anybody"}))
    return true;
  if (before(1) == "not" &&  // not "why did not Ben agree?"
      (before(2) == "but" || words[i - 1].parted || (owner && one_of(before(2), {"items", "actions", "tasks"}))))
    return true;
  if (ends_owner(words, last) && names_actions(words, first)) {
    if (is_not(before(1)) && (before(1) != "not" || one_of(before(2), {"are", "is"}))) return true;
    if (before(1) == "of" && before(2) == "none") return before(3) == "but" || words[i - 2].parted;
  }
  if (before(1) == "not") return false;
  if (one_of(before(1), {"for", "by", "to", "of", "from"})) {
    const bool named = one_of(before(2), {"assigned", "owned", "those", "ones", "belong", "belonging", "made"});
    const std::size_t lead = named ? (before(3) == "the" ? 4 : 3) : 2;
    if (one_of(before(lead), {"except", "excluding"}) || (named ? is_not(before(lead)) : before(lead) == "not"))
      return true;
  }
  return (before(1) == "than" && before(2) == "other") || (before(1) == "from" && before(2) == "apart");
}

bool is_requested(std::span<const PlacedWord> words, std::size_t i) {
  const auto before = [&](std::size_t at) { return word_before(words, at); };
  const auto begins = [&](std::size_t at) { return begins_clause(words, at); };
  std::size_t at = i;
  while (!begins(at) && (is(WordClass::determiner, before(at)) || one_of(before(at), {"direct", "exact", "verbatim"})))
    --at;
  bool request = begins(at);
  for (; !begins(at) && (is(WordClass::request, before(at)) || is(WordClass::courtesy, before(at))); --at)
    request = request || is(WordClass::request, before(at));
  return request && begins(at);
}

bool ends_meeting(std::span<const PlacedWord> words, std::size_t i) {
  if (i >= words.size()) return false;
  return is(WordClass::meeting, words[i].word) ||
         (i > 0 && words[i].hyphened && is(WordClass::meeting, words[i - 1].word + words[i].word));
}

}  // namespace hebb
