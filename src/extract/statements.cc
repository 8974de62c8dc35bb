#include "extract/statements.h"

#include <algorithm>
#include <array>

#include "base/error.h"
#include "extract/reading.h"
#include "text/normalise.h"
#include "text/one_of.h"

namespace hebb {
namespace {

constexpr std::size_t kFewestWords = 8;       // of ExtractOptions::max_words
constexpr std::size_t kNothingSaidWords = 2;  // an utterance of so few is noise, unless it asks or answers
constexpr std::uint32_t kJoinTurnsBack = 3;
constexpr std::size_t kOutcomeWords = 4;        // fewer say too little of what is settled or taken on
constexpr std::size_t kLongestToken = 512;      // bytes without white space; more is cut
constexpr std::size_t kLongestSentence = 4096;  // bytes; a longer one is looked at token by token
constexpr std::string_view kOtherVoice = " \u2014 ";
constexpr Milliseconds kLongestPause{3000};  // within a sentence that captions cut apart
constexpr Milliseconds kLongestCaption{10000};
constexpr std::size_t kBesideTheCut = 256;  // bytes that tell whether a sentence goes on

// Sorted.
constexpr std::array kBackchannelWords = std::to_array<std::string_view>(
    {"a",    "absolutely", "actually", "ah",         "all",    "alright", "and",   "anyway",  "because", "but",
     "bye",  "cool",       "course",   "definitely", "eh",     "er",      "erm",   "exactly", "fine",    "god",
     "good", "gosh",       "got",      "great",      "hello",  "hey",     "hi",    "hm",      "hmm",     "huh",
     "i",    "if",         "in",       "is",         "it",     "it's",    "just",  "know",    "like",    "mean",
     "mhm",  "mm",         "mm-hmm",   "mmhmm",      "mmm",    "my",      "nah",   "no",      "nope",    "now",
     "of",   "oh",         "ok",       "okay",       "or",     "really",  "right", "see",     "so",      "sorry",
     "sure", "thank",      "thanks",   "that",       "that's", "the",     "then",  "there",   "this",    "to",
     "true", "uh",         "uh-huh",   "uhhuh",      "um",     "we",      "well",  "wow",     "yah",     "yay",
     "yea",  "yeah",       "yep",      "yes",        "you",    "yup"});
static_assert(std::ranges::is_sorted(kBackchannelWords));

bool is_backchannel_word(std::string_view word) {
  return std::ranges::binary_search(kBackchannelWords, word);
}

struct Token {
  std::string_view text;  // without white space
  std::size_t words = 0;
};

void add_token(std::string_view token, std::size_t max_words, std::vector<Token>& tokens) {
  // What has no white space may be anything; a piece of max_words bytes has at most max_words words.
  const auto longest = count_words(token) > max_words ? max_words : kLongestToken;
  while (token.size() > longest) {
    auto end = longest;
    while ((static_cast<unsigned char>(token[end]) & 0xC0) == 0x80) --end;
    tokens.push_back({token.substr(0, end), std::max<std::size_t>(1, count_words(token.substr(0, end)))});
    token.remove_prefix(end);
  }
  tokens.push_back({token, std::max<std::size_t>(1, count_words(token))});  // a lone dash too, or they would heap up
}

std::vector<Token> tokens_of(std::string_view sentence, std::size_t max_words) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < sentence.size();) {
    const auto end = std::min(sentence.find(' ', at), sentence.size());
    if (end > at) add_token(sentence.substr(at, end - at), max_words, tokens);
    at = end + 1;
  }
  return tokens;
}

std::string join(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  std::string text;
  for (auto i = begin; i < end; ++i) {
    if (!text.empty()) text += ' ';
    text += tokens[i].text;
  }
  return text;
}

// How well a sentence may be cut before token i: after a comma best, before a conjunction well.
int cut_quality(const std::vector<Token>& tokens, std::size_t i) {
  static constexpr std::array<std::string_view, 8> kConjunctions{"and", "but",   "so",   "because",
                                                                 "or",  "which", "then", "although"};
  const char last = tokens[i - 1].text.back();
  if (last == ',' || last == ';' || last == ':') return 2;
  return std::ranges::contains(kConjunctions, tokens[i].text) ? 1 : 0;
}

struct Piece {
  std::string text;
  std::size_t words = 0;
};

// A sentence of more than max_words words in pieces of like length, cut at a comma near the even place if there is one.
void cut_long(const std::vector<Token>& tokens, std::size_t max_words, std::vector<Piece>& pieces) {
  std::size_t words = 0;
  for (const auto& token : tokens) words += token.words;
  std::size_t begin = 0;
  while (words > max_words) {
    const auto even = words / ((words + max_words - 1) / max_words);
    std::size_t best = begin + 1;
    std::size_t best_words = tokens[begin].words;
    int best_quality = -1;
    std::size_t best_off = words;
    std::size_t before = 0;
    for (auto i = begin; i + 1 < tokens.size(); ++i) {
      before += tokens[i].words;
      if (before > max_words) break;
      const auto off = before > even ? before - even : even - before;
      const int quality = off * 4 <= even ? cut_quality(tokens, i + 1) : -1;
      if (quality > best_quality || (quality == best_quality && off < best_off)) {
        best = i + 1;
        best_words = before;
        best_quality = quality;
        best_off = off;
      }
    }
    pieces.push_back({join(tokens, begin, best), best_words});
    begin = best;
    words -= best_words;
  }
  if (begin < tokens.size()) pieces.push_back({join(tokens, begin, tokens.size()), words});
}

void append(std::string& text, std::string_view more, std::string_view between = " ") {
  if (!text.empty()) text += between;
  text += more;
}

enum class Verdict { keep, empty, marks_only, backchannel };

// Of an utterance what one turn says.
struct Part {
  const Turn* turn = nullptr;
  std::size_t bytes = 0;  // of its clean text, white space left out
};

// What is said in one go: a turn, or several of one speaker where captions cut a sentence apart.
struct Utterance {
  std::string text;  // clean
  std::vector<Part> parts;
  std::size_t words = 0;

  const Turn& first() const { return *parts.front().turn; }
  const Turn& last() const { return *parts.back().turn; }
};

std::size_t bytes_without_space(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::ranges::count(text, ' '));
}

// Whether no sentence ends where `before` ends and `after` begins.
bool cut_within_sentence(std::string_view before, std::string_view after) {
  if (before.size() > kBesideTheCut) {
    const std::string_view tail = before.substr(before.size() - kBesideTheCut);
    before = tail.substr(std::min(tail.find(' ') + 1, tail.size() - 1));  // npos + 1: from its begin
  }
  const std::string both = std::string(before) + ' ' + std::string(after.substr(0, kBesideTheCut));
  const char* const cut = both.data() + before.size();
  return std::ranges::none_of(split_sentences(both),
                              [&](std::string_view sentence) { return sentence.data() + sentence.size() == cut; });
}

// ">> We go." and "- We go." of captions begin with another's voice; of a named speaker they are a list's.
bool begins_another_voice(const Turn& turn, std::string_view text) {
  return !turn.speaker && std::ranges::any_of(std::to_array<std::string_view>({">>", "- ", "\u2013 "}),
                                              [&](std::string_view mark) { return text.starts_with(mark); });
}

// As captions follow each other. Where a line is a whole utterance, as in chats, there is a speaker and no end.
bool follows_at_once(const Turn& before, const Turn& turn) {
  if (before.speaker != turn.speaker || turn.number != before.number + 1) return false;
  if (!before.start || !turn.start || *turn.start < *before.start) return false;
  if (before.end) return *turn.start - *before.end <= kLongestPause;
  return !turn.speaker && *turn.start - *before.start <= kLongestCaption;
}

bool goes_on(const Utterance& utterance, const Turn& turn, std::string_view text) {
  return follows_at_once(utterance.last(), turn) && !begins_another_voice(turn, text) && utterance.words > 0 &&
         count_words(text) > 0 && cut_within_sentence(utterance.text, text);
}

void extend(Utterance& utterance, const Turn& turn, std::string_view text) {
  utterance.parts.push_back({&turn, bytes_without_space(text)});
  append(utterance.text, text);
  utterance.words += count_words(text);
}

// Another's few words, soon after.
void note_reply(const Utterance& utterance, std::vector<Statement>& list) {
  if (list.empty() || list.back().speaker == utterance.first().speaker) return;
  if (utterance.first().number - list.back().last_turn <= kJoinTurnsBack)
    list.back().replies.push_back({utterance.first().speaker, utterance.text});
}

// "We decided to ship.", "I'll send it tomorrow.": no part of what another said before, unless that asked for it.
bool states_outcome(std::string_view few_words, std::string_view before) {
  const auto sentence = read_sentence(few_words);
  if (sentence.words.size() < kOutcomeWords || sentence.asks || sentence.cut_off || sentence.has(Cue::negation))
    return false;
  const auto tells = [&](const CueHit& hit) {
    const auto next = word_at(sentence, hit.end);
    if (is(hit, Cue::decided)) return !next.empty() && !is_backchannel_word(next);
    const auto works = [&](const CueHit& verb) { return is(verb, Cue::durable_verb) && verb.begin == hit.end; };
    return is(hit, Cue::commitment) && one_of(word_at(sentence, hit.begin), {"i", "i'll", "i'm"}) &&
           std::ranges::any_of(sentence.cues, works);
  };
  if (std::ranges::none_of(sentence.cues, tells)) return false;
  const auto asked = read_sentence(before);
  return !asked.asks && !asked.has(Cue::request) && !asked.has(Cue::obligation) && !asked.has(Cue::call);
}

// Joins what is short to the statement before it, where the rules allow.
bool joined(const Utterance& utterance, const ExtractOptions& options, bool answers_only,
            std::vector<Statement>& list) {
  if (list.empty() || utterance.words >= options.merge_below_words) return false;
  Statement& before = list.back();
  if (utterance.first().number - before.last_turn > kJoinTurnsBack) return false;
  if (answers_only && !before.text.ends_with('?')) return false;
  if (count_words(before.text) + utterance.words > options.max_words) return false;
  const bool same_voice =
      before.speaker == utterance.first().speaker && !begins_another_voice(utterance.first(), utterance.text);
  const bool goes_on = same_voice && before.own_bytes == before.text.size();
  if (!goes_on && states_outcome(utterance.text, before.text)) return false;
  append(before.text, utterance.text, goes_on ? " " : kOtherVoice);
  if (goes_on) before.own_bytes = before.text.size();
  before.last_turn = utterance.last().number;
  before.end = utterance.last().end;
  return true;
}

// In statements of at most max_words, each with the turns that it is said in.
void state(const Utterance& utterance, const ExtractOptions& options, std::vector<Statement>& list) {
  auto part = utterance.parts.begin();
  std::size_t left = part->bytes;  // of this part
  std::uint32_t offset = 0;
  for (auto& piece : packed(utterance.text, options.max_words, options.merge_below_words)) {
    std::size_t bytes = bytes_without_space(piece);
    if (left == 0) {
      left = (++part)->bytes;
      offset = 0;
    }
    const Turn& first = *part->turn;
    const std::uint32_t place = offset++;
    while (bytes > left) {
      bytes -= left;
      left = (++part)->bytes;
      offset = 0;
    }
    left -= bytes;
    const auto own_bytes = piece.size();
    list.push_back({std::move(piece),
                    own_bytes,
                    first.number,
                    part->turn->number,
                    place,
                    first.speaker,
                    first.start,
                    part->turn->end,
                    {}});
  }
}

Verdict remember(const Utterance& utterance, const ExtractOptions& options, std::vector<Statement>& list) {
  if (utterance.first().text.find_first_not_of(" \t\r\n") == std::string::npos) return Verdict::empty;
  if (utterance.words == 0) return Verdict::marks_only;
  if (is_backchannel(utterance.text)) {
    // "Anna." says nothing, unless somebody asked who does it.
    const bool only_backchannel = std::ranges::all_of(words_of(utterance.text), is_backchannel_word);
    note_reply(utterance, list);
    const bool answers = !only_backchannel && joined(utterance, options, true, list);
    return answers ? Verdict::keep : Verdict::backchannel;
  }
  if (utterance.words < options.merge_below_words) note_reply(utterance, list);
  if (!joined(utterance, options, false, list)) state(utterance, options, list);
  return Verdict::keep;
}

void count(Verdict verdict, std::size_t turns, ExtractReport& report) {
  const auto n = static_cast<std::uint32_t>(turns);
  switch (verdict) {
    case Verdict::keep:
      report.turns_remembered += n;
      break;
    case Verdict::empty:
      report.dropped["empty"] += n;
      break;
    case Verdict::marks_only:
      report.dropped["marks_only"] += n;
      break;
    case Verdict::backchannel:
      report.dropped["backchannel"] += n;
      break;
  }
}

}  // namespace

bool is_backchannel(std::string_view clean_utterance) {
  return !clean_utterance.contains('?') && says_nothing(words_of(clean_utterance));
}

bool says_nothing(std::span<const std::string> words) {
  return words.size() <= kNothingSaidWords || std::ranges::all_of(words, is_backchannel_word);
}

std::vector<std::string> packed(std::string_view clean_turn, std::size_t max_words, std::size_t merge_below_words) {
  std::vector<Piece> pieces;
  Piece open;
  const auto close = [&] {
    if (!open.text.empty()) pieces.push_back(std::move(open));
    open = {};
  };
  for (const auto sentence : split_sentences(clean_turn)) {
    std::vector<Piece> parts;
    if (const auto words = count_words(sentence); words <= max_words && sentence.size() <= kLongestSentence) {
      parts.push_back({std::string(sentence), words});
    } else {
      cut_long(tokens_of(sentence, max_words), max_words, parts);
    }
    for (auto& part : parts) {
      if (open.words + part.words > max_words) close();
      append(open.text, part.text);
      open.words += part.words;
    }
  }
  // A tail too short to stand alone goes with what it follows.
  if (!pieces.empty() && open.words < merge_below_words && pieces.back().words + open.words <= max_words) {
    append(pieces.back().text, open.text);
    open = {};
  }
  close();
  std::vector<std::string> texts;
  texts.reserve(pieces.size());
  for (auto& piece : pieces) texts.push_back(std::move(piece.text));
  return texts;
}

Statements statements_of(const std::vector<Turn>& turns, const ExtractOptions& options) {
  HEBB_CHECK(options.max_words >= kFewestWords);
  Statements statements;
  statements.report.turns = static_cast<std::uint32_t>(turns.size());
  Utterance utterance;
  const auto close = [&] {
    if (utterance.parts.empty()) return;
    count(remember(utterance, options, statements.list), utterance.parts.size(), statements.report);
    utterance = {};
  };
  for (const Turn& turn : turns) {
    const std::string text = clean_text(turn.text);
    if (!utterance.parts.empty() && !goes_on(utterance, turn, text)) close();
    extend(utterance, turn, text);
  }
  close();
  return statements;
}

}  // namespace hebb
