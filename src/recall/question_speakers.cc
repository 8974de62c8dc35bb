#include "recall/question_speakers.h"

#include <utility>

#include "recall/question_owners.h"
#include "recall/question_quotes.h"
#include "recall/question_words.h"

namespace hebb {
namespace {

class MentionReader : WordReader {
 public:
  MentionReader(std::string_view text, std::span<const PlacedWord> words, std::vector<NameMention> mentions)
      : WordReader(words), text_(text), mentions_(std::move(mentions)) {}

  std::vector<NamedAs> read() {
    for (std::size_t i = 1; i < mentions_.size(); ++i) {  // "except Anna and Ben"
      if (mentions_[i - 1].excluded && is_listed_with_last(i)) mentions_[i].excluded = true;
    }
    const auto alone = alone_among();
    const auto owners = owners_among();
    std::vector<NamedAs> out;
    for (std::size_t i = 0; i < mentions_.size(); ++i) {
      const bool excluded = mentions_[i].excluded;
      out.push_back(
          {.excluded = excluded, .alone = alone[i], .owner = owners[i], .left_out = excluded && leaves_out(i)});
    }
    return out;
  }

 private:
  // Of each mention whether nothing but what these say is wanted: "quotes from Anna and Ben" are both's.
  std::vector<bool> alone_among() const {
    std::vector<bool> alone(mentions_.size());
    std::vector<bool> owns(mentions_.size());
    for (std::size_t i = mentions_.size(); i-- > 0;)
      owns[i] = has_other_than_words(words_, mentions_[i].last) ||
                (i + 1 < mentions_.size() && owns[i + 1] && is_listed_with_last(i + 1));
    for (std::size_t i = 0; i < mentions_.size(); ++i) {
      const NameMention& mention = mentions_[i];
      const bool with_last = i > 0 && alone[i - 1] && is_listed_with_last(i);
      alone[i] = !mention.excluded && !owns[i] && (with_last || is_alone(words_, mention.first, mention.last));
    }
    return alone;
  }

  // "Anna and Ben", "Anna, Ben or the designer"; "Anna, Ben" where nothing follows, for "Ben, Paul's boss" is one.
  // Requires: i > 0.
  bool is_listed_with_last(std::size_t i) const {
    const NameMention& mention = mentions_[i];
    const std::size_t end = mentions_[i - 1].last;
    const bool led = mention.first > end && before(mention.first) == "the";
    const std::size_t first = mention.first - (led ? 1 : 0);
    if (first == end + 1) return one_of(word(end), {"and", "or"}) && !words_[end].opens;
    if (first != end || text_.substr(words_[end - 1].end, 1) != ",") return false;
    if (i + 1 < mentions_.size() && is_listed_with_last(i + 1)) return true;
    return is_owner(mention) || (ends_clause(words_, mention.last) && !words_[mention.last - 1].possessive);
  }

  // All of "action items for Anna and Ben", "Anna and Ben's action items".
  std::vector<bool> owners_among() const {
    std::vector<bool> owns(mentions_.size());
    for (std::size_t i = 0; i < mentions_.size(); ++i)
      owns[i] = is_owner(mentions_[i]) || (i > 0 && owns[i - 1] && !mentions_[i].excluded && is_listed_with_last(i));
    for (std::size_t i = mentions_.size(); i-- > 1;) {
      if (owns[i] && !mentions_[i - 1].excluded && is_listed_with_last(i)) owns[i - 1] = true;
    }
    return owns;
  }

  bool is_owner(const NameMention& mention) const {
    return !mention.excluded && may_own(words_, mention.first, mention.last);
  }

  // Also the first of "except Anna's and Ben's".
  bool leaves_out(std::size_t i) const {
    const bool listed = i + 1 < mentions_.size() && mentions_[i + 1].excluded && is_listed_with_last(i + 1);
    return listed ? leaves_out(i + 1) : leaves_out_owner(words_, mentions_[i].first, mentions_[i].last);
  }

  std::string_view text_;
  std::vector<NameMention> mentions_;
};

}  // namespace

std::vector<NamedAs> named_as(std::string_view text, std::span<const PlacedWord> words,
                              std::vector<NameMention> mentions) {
  return MentionReader(text, words, std::move(mentions)).read();
}

}  // namespace hebb
