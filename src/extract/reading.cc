#include "extract/reading.h"

#include <algorithm>
#include <array>
#include <ranges>

#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestLabel = 3;
constexpr std::size_t kDoubtWithin = 6;  // words

// Sorted lists.
constexpr std::array kHesitations =
    std::to_array<std::string_view>({"ah", "eh", "er", "erm", "hm", "hmm", "mm", "mmm", "uh", "um"});
constexpr std::array kOpeners = std::to_array<std::string_view>(
    {"actually", "ah", "alright", "also", "and",  "anyway", "because", "but", "cause", "guess",
     "huh",      "i",  "just",    "know", "like", "mean",   "no",      "now", "oh",    "ok",
     "okay",     "or", "right",   "so",   "then", "well",   "yeah",    "yep", "yes",   "you"});
constexpr std::array kUnfinished = std::to_array<std::string_view>(
    {"a",     "about", "an",    "and",  "are",  "as",   "at",    "be",   "because", "but",   "by",     "can",  "could",
     "don't", "for",   "from",  "have", "how",  "i",    "i'm",   "i've", "if",      "in",    "is",     "just", "like",
     "my",    "of",    "on",    "or",   "our",  "so",   "that",  "the",  "there's", "these", "they",   "to",   "was",
     "we",    "we're", "we've", "were", "what", "when", "which", "will", "with",    "would", "you're", "your"});
constexpr std::array kTags = std::to_array<std::string_view>(
    {"correct", "eh", "huh", "know", "no", "ok", "okay", "right", "true", "yeah", "yes", "you"});
static_assert(std::ranges::is_sorted(kHesitations) && std::ranges::is_sorted(kOpeners));
static_assert(std::ranges::is_sorted(kUnfinished) && std::ranges::is_sorted(kTags));

// "You know" opens a sentence, "you need" does not: the pronouns count only with their verb.
std::size_t opening_of(const std::vector<std::string>& words) {
  std::size_t at = 0;
  while (at < words.size() && std::ranges::binary_search(kOpeners, words[at])) {
    if (words[at] == "i" || words[at] == "you") {
      if (at + 1 >= words.size()) break;
      const std::string_view verb = words[at + 1];
      if (verb != "know" && verb != "mean" && verb != "guess") break;
      ++at;
    }
    ++at;
  }
  return std::min(at, words.size());
}

bool is_tag_only(std::string_view text, std::size_t words) {
  const auto comma = text.rfind(',');
  if (comma == std::string_view::npos) return false;
  const auto tag = words_of(text.substr(comma));
  return tag.size() <= 2 && words >= tag.size() + 2 &&
         std::ranges::all_of(tag, [](const auto& w) { return std::ranges::binary_search(kTags, w); });
}

// Adds the words of `text` but for hesitations and words said twice in a row.
void hear_words(std::string_view text, std::vector<std::string>& words) {
  for (auto& word : words_of(text)) {
    if (!is_hesitation(word) && (words.empty() || words.back() != word)) words.push_back(std::move(word));
  }
}

// "I can't believe it keeps crashing": it does.
bool is_amazed(const Sentence& sentence, std::size_t verb) {
  const std::size_t near = std::min<std::size_t>(verb, 2);
  return sentence.words[verb] == "believe" &&
         std::ranges::any_of(std::span(sentence.words).subspan(verb - near, near),
                             [](const auto& word) { return one_of(word, {"can't", "cannot", "couldn't"}); });
}

// Whether words from the doubting verb to `at` begin a clause of their own that is not what is doubted: "not sure about
// rubber we decided", but not "not sure we decided".
bool begins_anew(const Sentence& sentence, std::size_t verb, std::size_t at) {
  const bool joined =
      one_of(word_at(sentence, verb + 1), {"that", "if", "whether", "how", "why", "what", "where", "when"});
  for (std::size_t i = verb + (joined ? 3 : 2); i <= at; ++i) {
    if (one_of(word_at(sentence, i), {"i", "we", "they", "he", "she", "i'm", "we're", "they're", "he's", "she's",
                                      "it's", "i've", "we've", "they've", "there's", "i'll", "we'll", "they'll"}))
      return true;
  }
  return false;
}

std::string_view without_closers(std::string_view text) {
  while (!text.empty() && (text.back() == '"' || text.back() == '\'' || text.back() == ')')) text.remove_suffix(1);
  return text;
}

}  // namespace

bool Sentence::has(Cue cue) const {
  return std::ranges::any_of(cues, [&](const CueHit& hit) { return is(hit, cue); });
}

std::size_t Sentence::count(Cue cue) const {
  return static_cast<std::size_t>(std::ranges::count_if(cues, [&](const CueHit& hit) { return is(hit, cue); }));
}

std::size_t Reading::count(Cue cue) const {
  std::size_t sum = 0;
  for (const auto& sentence : sentences) sum += sentence.count(cue);
  return sum;
}

std::string_view word_at(const Sentence& sentence, std::size_t i) {
  return i < sentence.words.size() ? std::string_view(sentence.words[i]) : "";
}

bool near_before(const Sentence& sentence, const CueHit& hit, Cue other, std::uint32_t window) {
  return std::ranges::any_of(
      sentence.cues, [&](const CueHit& o) { return is(o, other) && o.begin < hit.end && o.end + window >= hit.begin; });
}

bool is_negated(const Sentence& sentence, const CueHit& hit, std::uint32_t window) {
  return std::ranges::any_of(sentence.cues, [&](const CueHit& o) {
    return is(o, Cue::negation) && o.begin >= sentence.opening && o.end <= hit.begin && o.end + window >= hit.begin;
  });
}

bool is_hypothetical(const Sentence& sentence, const CueHit& hit) {
  return near_before(sentence, hit, Cue::hypothetical, 4);
}

bool stands(const Sentence& sentence, Cue cue) {
  return std::ranges::any_of(sentence.cues,
                             [&](const CueHit& hit) { return is(hit, cue) && !is_negated(sentence, hit, 2); });
}

std::size_t clause_begin(const Sentence& sentence, std::size_t at) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < std::min(at, sentence.words.size()); ++i) {
    if (one_of(sentence.words[i], {"and", "but", "so", "because", "since", "though", "although", "while", "until"}))
      begin = i + 1;
  }
  std::vector<std::string> before;
  for (const auto part : std::views::split(sentence.text, ',')) {
    if (before.size() > at) break;
    begin = std::max(begin, before.size());
    hear_words(std::string_view(part.begin(), part.end()), before);
  }
  return begin;
}

std::size_t doubt_begin(const Sentence& sentence, std::size_t at) {
  return std::max(clause_begin(sentence, at), at - std::min(at, kDoubtWithin));
}

bool in_doubt(const Sentence& sentence, std::size_t at) {
  const auto end = static_cast<std::uint32_t>(at);
  for (auto i = static_cast<std::uint32_t>(doubt_begin(sentence, at)); i < end; ++i) {
    const std::string_view word = sentence.words[i];
    const bool negated = is_negated(sentence, {kNoCue, i, i + 1}, 2);
    const bool doubts = negated ? one_of(word, {"think", "thinks", "believe", "believes", "expect", "expects", "see",
                                                "sees", "suppose", "sure", "certain", "convinced"}) &&
                                      !is_amazed(sentence, i)
                                : one_of(word, {"doubt", "doubts"});
    if (doubts && !begins_anew(sentence, i, at)) return true;
  }
  return false;
}

std::optional<std::string_view> opening_phrase(const Sentence& sentence, std::span<const std::string_view> phrases,
                                               std::size_t first_words) {
  for (std::size_t i = 0; i < std::min(first_words, sentence.words.size()); ++i) {
    for (const std::string_view phrase : phrases) {
      std::string_view left = phrase;
      std::size_t at = i;
      while (!left.empty() && at < sentence.words.size() && left.starts_with(sentence.words[at]) &&
             (left.size() == sentence.words[at].size() || left[sentence.words[at].size()] == ' ')) {
        left.remove_prefix(std::min(left.size(), sentence.words[at].size() + 1));
        ++at;
      }
      if (left.empty()) return phrase;
    }
  }
  return std::nullopt;
}

std::span<const std::string> label_of(const Sentence& sentence) {
  const auto colon = sentence.text.find(':');
  if (colon == std::string_view::npos || colon + 1 >= sentence.text.size() || sentence.text[colon + 1] != ' ')
    return {};
  const auto size = words_of(sentence.text.substr(0, colon)).size();
  return size <= kLongestLabel ? std::span(sentence.words).first(std::min(size, sentence.words.size()))
                               : std::span<const std::string>();
}

bool lists_none(const Sentence& sentence) {
  const auto label = label_of(sentence);
  if (label.empty()) return false;
  const auto next = word_at(sentence, label.size()), after = word_at(sentence, label.size() + 1);
  if (next == "not") return one_of(after, {"needed", "required", "necessary", "applicable"});
  const auto is_listed = [&](std::string_view word) {  // "Action items: no items", "Risks: no new risk"
    const std::string_view listed = label.back();
    return !word.empty() && (word.starts_with(listed) || listed.starts_with(word)) &&
           std::max(word.size(), listed.size()) - std::min(word.size(), listed.size()) <= 1;
  };
  return next == "none" || next == "nothing" ||
         (next == "no" && (is_listed(after) || is_listed(word_at(sentence, label.size() + 2))));
}

bool is_hesitation(std::string_view word) {
  return std::ranges::binary_search(kHesitations, word);
}

Sentence read_sentence(std::string_view clean_text) {
  Sentence sentence{.text = clean_text};
  hear_words(clean_text, sentence.words);
  if (sentence.words.empty()) return sentence;
  const auto core = without_closers(clean_text);
  sentence.asks = core.ends_with('?');
  sentence.exclaims = core.ends_with('!');
  sentence.tag_only = sentence.asks && is_tag_only(core, sentence.words.size());
  const bool dash = core.ends_with('-') || core.ends_with("\u2014") || core.ends_with("\u2026") || core.ends_with("..");
  sentence.cut_off = dash || (!sentence.asks && std::ranges::binary_search(kUnfinished, sentence.words.back()));
  sentence.opening = opening_of(sentence.words);
  sentence.cues = find_cues(sentence.words);
  return sentence;
}

Reading read(std::string_view clean_text) {
  Reading reading;
  for (const auto text : split_sentences(clean_text)) {
    auto sentence = read_sentence(text);
    if (sentence.words.empty()) continue;
    reading.words += sentence.words.size();
    reading.sentences.push_back(std::move(sentence));
  }
  return reading;
}

}  // namespace hebb
