#include "recall/question_focus.h"

#include <algorithm>

#include "recall/question_words.h"
#include "text/normalise.h"

namespace hebb {
namespace {

// Whether a word stays, and whether what stays after a cut is another clause.
enum class Cut : std::uint8_t { keep, cut, clause };

class Focus : WordReader {
 public:
  Focus(std::string_view text, std::span<const PlacedWord> words, std::span<const WordUse> uses)
      : WordReader(words), text_(text), uses_(uses), cuts_(words.size(), Cut::keep) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (uses[i] == WordUse::speaker || uses[i] == WordUse::taken) cuts_[i] = Cut::cut;
    }
  }

  FocusReading read() {
    std::size_t i = cut_opening(0);
    while (i < words_.size()) {
      if (words_[i].opens && i > 0) {  // a second question
        const std::size_t next = cut_opening(i);
        if (next > i) {
          i = next;
          continue;
        }
      }
      const std::size_t next = cut_aside(i);
      i = next > i ? next : i + 1;
    }
    cut_around_speakers();
    return joined();
  }

 private:
  bool is_at(WordClass c, std::size_t i) const { return is(c, word(i)); }
  bool speaker_at(std::size_t i) const { return i < words_.size() && uses_[i] == WordUse::speaker; }
  bool possessive_before(std::size_t i) const { return i > 0 && i <= words_.size() && words_[i - 1].possessive; }

  // The first half of "on-line".
  bool joined_on(std::size_t i) const { return i + 1 < words_.size() && words_[i + 1].hyphened; }

  std::size_t cut(std::size_t first, std::size_t last, Cut how = Cut::cut) {
    for (std::size_t i = first; i < last; ++i) cuts_[i] = how;
    return last;
  }

  // "the group", "Anna and the team", "they"; `i` when there is none. The last word may own what follows.
  std::size_t subject(std::size_t i) const {
    std::size_t last = i;
    for (std::size_t at = i;;) {
      std::size_t inner = at;
      while (is_at(WordClass::determiner, inner) ||
             one_of(word(inner), {"whole", "entire", "project", "different", "other", "group", "team", "committee",
                                  "all", "of", "both"}))
        ++inner;
      std::size_t end = inner;
      while (speaker_at(end)) ++end;
      if (end == inner && is_at(WordClass::subject, inner)) {
        ++end;
        while (is_at(WordClass::subject, end) && !words_[end - 1].possessive) ++end;
      }
      if (end == inner && inner > at && is_at(WordClass::subject, inner - 1) &&
          !is_at(WordClass::determiner, inner - 1))
        end = inner;  // "the group", "the team"
      if (end == at) return last;
      if (end == inner && !(inner > at && is_at(WordClass::subject, inner - 1))) return last;
      last = end;
      if (!one_of(word(end), {"and", "or"}) || words_[end - 1].possessive) return last;
      at = end + 1;
    }
  }

  // After a telling word: "about", "of", "to", "up with".
  std::size_t particles(std::size_t i, std::size_t most = 2) const {
    std::size_t at = i;
    while (at < words_.size() && at < i + most && !words_[at].opens && !joined_on(at) &&
           (is_at(WordClass::about, at) || one_of(word(at), {"forward", "terms", "regard", "highly", "out", "by"})))
      ++at;
    return at;
  }

  // "what", "what else", "how many"
  std::size_t question_word(std::size_t i) const {
    if (!is_at(WordClass::question_word, i)) return i;
    const bool more = one_of(word(i + 1), {"else", "exactly"}) ||
                      (word(i) == "how" && one_of(word(i + 1), {"many", "much", "long", "often", "far"}));
    return more ? i + 2 : i + 1;
  }

  // "did Guenter think of", who is no speaker: his name stays, the rest goes.
  std::size_t cut_stranger(std::size_t i) {
    constexpr std::size_t kLongestName = 4;
    if (!one_of(word(i), {"did", "does", "do"})) return i;
    for (std::size_t at = i + 2; at < words_.size() && at <= i + kLongestName; ++at) {
      if (words_[at].parted) break;
      if (!is_at(WordClass::telling, at)) continue;
      cut(i, i + 1);
      return cut(at, particles(at + 1));
    }
    return i;
  }

  // "did", "'s", "didn't"
  std::size_t auxiliary(std::size_t i) const {
    if (is_at(WordClass::auxiliary, i) || (one_of(word(i), {"s"}) && i > 0)) {
      std::size_t at = i + 1;
      while (one_of(word(at), {"not", "be", "been", "being", "have"})) ++at;
      return at;
    }
    return i;
  }

  // "did the group think of": from the auxiliary on; `i` where it is not one. `verb` tells whether the subject does
  // something that is not telling, which stays.
  std::size_t asked_of(std::size_t i) const {
    const std::size_t aux = auxiliary(i);
    if (aux == i) return i;
    const std::size_t last = subject(aux);
    if (last == aux) return one_of(word(i), {"did", "does"}) ? aux : i;
    if (possessive_before(last)) return i;
    std::size_t at = last;
    while (one_of(word(at), {"also", "not", "all", "first", "then", "initially", "eventually", "really", "have",
                             "actually", "each", "mainly", "finally", "strongly", "still", "ever"}))
      ++at;
    if (is_telling(word(at))) {
      ++at;
      if (one_of(word(at), {"and"}) && is_at(WordClass::telling, at + 1)) at += 2;
      return particles(at);
    }
    return last;
  }

  // "was said about"
  std::size_t told(std::size_t i) const {
    const std::size_t aux = auxiliary(i);
    if (aux == i || !is_at(WordClass::telling_form, aux)) return i;
    std::size_t at = aux + 1;
    if (word(at) == "by") {
      const std::size_t last = subject(at + 1);
      if (last > at + 1) at = last;
    }
    return particles(at);
  }

  // "Anna's main opinions and the decision about"; `i` where no such noun stands.
  std::size_t telling_noun(std::size_t i) const {
    std::size_t at = i;
    const std::size_t owner = subject(at);
    if (owner > at) at = owner;
    while (is_at(WordClass::determiner, at) || is_at(WordClass::telling_adjective, at)) ++at;
    if (!is_at(WordClass::telling_noun, at)) {
      // "the discussion about": also a subject
      const bool noun = at > i && is_at(WordClass::telling_noun, at - 1);
      if (!noun) return i;
      --at;
    }
    ++at;
    while (one_of(word(at), {"and", "or"})) {
      std::size_t more = at + 1;
      while (is_at(WordClass::determiner, more) || is_at(WordClass::telling_adjective, more)) ++more;
      if (!is_at(WordClass::telling_noun, more)) break;
      at = more + 1;
    }
    if (is_at(WordClass::telling_noun, at)) ++at;  // "the decision discussion"
    if (possessive_before(at)) return i;
    const std::size_t last = particles(at);
    if (last > at || one_of(word(at), {"when", "while", "during", "and"}) || at == words_.size()) return last;
    return i;
  }

  // What a question begins with, up to its topic.
  std::size_t cut_opening(std::size_t i) {
    std::size_t at = i;
    std::size_t requested = at;
    while (is_at(WordClass::courtesy, requested)) ++requested;
    bool request = is_at(WordClass::request, requested) && !possessive_at(requested);
    if (request) {
      at = requested + 1;
      while (one_of(word(at), {"me", "us", "all", "up", "a", "an", "for", "to"}) && !words_[at].opens) ++at;
      if (one_of(word(at), {"summary", "list", "overview", "recap"})) at = particles(at + 1);
      while (one_of(word(at), {"what", "how"}) && auxiliary(at + 1) == at + 1 && subject(at + 1) == at + 1) ++at;
    } else if (requested > at && (is_at(WordClass::question_word, requested) || word(requested) == "if")) {
      at = requested;  // "I want to know what …"
    }
    if (const std::size_t wh = question_word(at); wh < words_.size() && subject(auxiliary(wh)) == auxiliary(wh)) {
      if (const std::size_t last = cut_stranger(wh); last > wh) {
        cut(i, wh);
        return last;
      }
    }
    at = cut_question(at);
    constexpr int kMostNouns = 3;  // "the conclusion of the discussion about"
    for (int k = 0; k < kMostNouns; ++k) {
      const std::size_t last = telling_noun(at);
      if (last == at) break;
      at = last;
    }
    if (const std::size_t last = told(at); last > at) at = last;
    return cut(i, std::min(at, words_.size()));
  }

  bool possessive_at(std::size_t i) const { return i < words_.size() && words_[i].possessive; }

  std::size_t cut_question(std::size_t i) const {
    const std::size_t at = question_word(i);
    // "what's the": the contraction is the auxiliary
    if (at > i && possessive_at(i)) return at;
    if (const std::size_t last = asked_of(at); last > at) return last;
    if (const std::size_t last = told(at); last > at) return last;
    const std::size_t aux = auxiliary(at);
    if (aux > at) return one_of(word(aux), {"there", "it"}) ? aux + 1 : aux;
    // "summarise what they said about"
    if (const std::size_t last = subject(at); at > i && last > at) {
      if (is_telling(word(last))) return particles(last + 1);
    }
    return at > i && one_of(word(i), {"what", "how", "why", "when", "where", "who"}) ? at : i;
  }

  // In the midst of a question: "when discussing", "in the discussion of", "did the group think", "according to".
  std::size_t cut_aside(std::size_t i) {
    if (cuts_[i] != Cut::keep) return i;
    if (one_of(word(i), {"when", "while", "as", "after", "before", "and", "during", "in"})) {
      if (const std::size_t last = while_telling(i + 1); last > i + 1) return cut(i, last, Cut::clause);
    }
    if (one_of(word(i), {"in", "during", "from", "at", "for", "after", "of", "throughout"})) {
      if (const std::size_t last = the_meeting(i + 1); last > i + 1) return cut(i, last, Cut::clause);
      if (one_of(word(i), {"in", "during", "from", "after"}))
        if (const std::size_t last = the_discussion(i + 1); last > i + 1) return cut(i, last, Cut::clause);
    }
    if (word(i) == "according" && word(i + 1) == "to") {
      if (const std::size_t last = subject(i + 2); last > i + 2) return cut(i, last, Cut::clause);
    }
    if (one_of(word(i), {"and", "or"}) && is_at(WordClass::question_word, i + 1)) {
      if (i + 2 == words_.size() || words_[i + 2].opens) return cut(i, i + 2);  // "and why?"
      const std::size_t last = cut_question(i + 1);
      if (last > i + 2) return cut(i, last, Cut::clause);
    }
    if (words_[i].parted && is_at(WordClass::question_word, i)) {  // "In the discussion of X, what was said about"
      if (const std::size_t last = cut_opening(i); last > i + 1) return last;
    }
    if (const std::size_t last = asked_of(i); last > i) return cut(i, last);
    if (const std::size_t last = told(i); last > i) return cut(i, last);
    return i;
  }

  // "discussing", "talking about", "they discussed", "the group was discussing"
  std::size_t while_telling(std::size_t i) const {
    std::size_t at = subject(i);
    if (possessive_before(at)) return i;
    const std::size_t aux = auxiliary(at);
    const bool has_subject = at > i;
    at = aux;
    const bool form = is_at(WordClass::telling_form, at) && (word(at).ends_with("ing") || has_subject);
    if (!form || (word(i) == "giving" || word(i) == "answering")) return i;
    return particles(at + 1);
  }

  std::size_t the_meeting(std::size_t i) const {
    std::size_t at = i;
    while (one_of(word(at), {"the", "this", "whole", "entire", "our"})) ++at;
    if (at == i || word(at) != "meeting" || words_[at].possessive) return i;
    const bool goes_on = before(at) == "the" && at + 1 < words_.size() && !words_[at + 1].parted &&
                         !is_at(WordClass::loose, at + 1) && !is_at(WordClass::about, at + 1);  // "the meeting corpus"
    return goes_on ? i : at + 1;
  }

  std::size_t the_discussion(std::size_t i) const {
    std::size_t at = i;
    while (is_at(WordClass::determiner, at) || is_at(WordClass::telling_adjective, at)) ++at;
    if (!one_of(word(at), {"discussion", "discussions", "debate", "conversation", "talk"})) return i;
    return particles(at + 1, 1);
  }

  // What led to a speaker leads nowhere without one: "disagree with X on", "the idea of X".
  void cut_around_speakers() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (!speaker_at(i) || (i > 0 && speaker_at(i - 1))) continue;
      std::size_t last = i;
      while (speaker_at(last)) ++last;
      if (words_[last - 1].possessive) {
        if (before(i) == "the") cuts_[i - 1] = Cut::cut;
        continue;
      }
      std::size_t at = i;
      if (at > 1 && before(at) == "by" && is_at(WordClass::telling_form, at - 2)) cuts_[at - 2] = Cut::cut;
      while (one_of(before(at), {"the", "by", "from", "with", "of", "to", "and", "for", "our"})) cuts_[--at] = Cut::cut;
    }
  }

  struct Piece {
    std::size_t first = 0;
    std::size_t last = 0;
    bool clause = false;
  };

  std::vector<Piece> pieces() const {
    std::vector<Piece> out;
    bool clause = false;
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (cuts_[i] != Cut::keep) {
        clause = clause || cuts_[i] == Cut::clause || words_[i].opens || words_[i].parted;
        continue;
      }
      clause = clause || words_[i].parted;
      const bool follows = i > 0 && cuts_[i - 1] == Cut::keep && !out.empty();
      if (follows) {
        out.back().last = i + 1;
      } else {
        out.push_back({i, i + 1, clause});
      }
      clause = false;
    }
    for (Piece& piece : out) {
      while (piece.first < piece.last && is_at(WordClass::loose, piece.first) && !joined_on(piece.first)) ++piece.first;
      while (piece.first < piece.last && is_at(WordClass::loose, piece.last - 1) && !words_[piece.last - 1].hyphened)
        --piece.last;
    }
    std::erase_if(out, [](const Piece& piece) { return piece.first == piece.last; });
    return out;
  }

  // With the quotation marks around it that its words begin or end within.
  std::string_view slice(const Piece& piece) const {
    std::size_t begin = words_[piece.first].begin;
    std::size_t end = words_[piece.last - 1].end;
    const auto quotes = [&](std::size_t at) { return at < text_.size() && (text_[at] == '"' || text_[at] == '\''); };
    if (begin > 0 && quotes(begin - 1)) --begin;
    if (quotes(end) && std::ranges::count(text_.substr(begin, end - begin), text_[end]) % 2 == 1) ++end;
    return text_.substr(begin, end - begin);
  }

  FocusReading joined() const {
    FocusReading out;
    bool hint = false;
    for (const Piece& piece : pieces()) {
      if (!out.text.empty()) out.text += piece.clause ? ", " : " ";
      out.text += slice(piece);
      for (std::size_t i = piece.first; i < piece.last; ++i) {
        out.topic = out.topic || (uses_[i] == WordUse::topic && has_weight(i));
        hint = hint || (uses_[i] == WordUse::hint && has_weight(i));
      }
    }
    if (!out.topic && !hint) out.text.clear();
    return out;
  }

  bool has_weight(std::size_t i) const {
    return !is_stop_word(word(i)) && !is(WordClass::subject, word(i)) && !is(WordClass::telling_noun, word(i)) &&
           !is(WordClass::telling_adjective, word(i));
  }

  std::string_view text_;
  std::span<const WordUse> uses_;
  std::vector<Cut> cuts_;
};

}  // namespace

FocusReading focus_of(std::string_view text, std::span<const PlacedWord> words, std::span<const WordUse> uses) {
  return Focus(text, words, uses).read();
}

}  // namespace hebb
