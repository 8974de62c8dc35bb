// Which meetings a question names, by title or by place in time.
#include <algorithm>

#include "recall/question_names.h"
#include "recall/question_words.h"
#include "text/calendar.h"

namespace hebb {
namespace {

constexpr std::size_t kLongestTitle = 8;  // words between "in the" and "meeting"
constexpr std::size_t kShortestCode = 3;
constexpr std::size_t kLongTitle = 3;  // words that do not come together by chance

bool has_digit(std::string_view word) {
  return word.find_first_of("0123456789") != std::string_view::npos;
}

// Words between "the" and "meeting" that are no part of a title.
bool is_place_in_time(std::string_view word) {
  return one_of(
      word, {"last",   "latest",    "recent",  "most",     "previous", "first",  "earliest", "next",      "couple",
             "few",    "this",      "same",    "whole",    "entire",   "past",   "current",  "two",       "three",
             "four",   "five",      "january", "february", "march",    "april",  "may",      "june",      "july",
             "august", "september", "october", "november", "december", "monday", "tuesday",  "wednesday", "thursday",
             "friday", "saturday",  "sunday",  "today",    "yesterday"});
}

// "In the next review": it has not been yet.
bool is_to_come(std::string_view word) {
  return one_of(word, {"next", "coming", "upcoming"});
}

bool is_general(std::string_view word) {
  return one_of(word, {"meeting", "meetings", "call", "calls", "session", "sessions"});
}

class MeetingFinder : WordReader {
 public:
  MeetingFinder(std::span<const PlacedWord> words, const RosterScope& scope, const std::optional<TimeMention>& when,
                std::span<const NameMention> names)
      : WordReader(words), scope_(scope), when_(when), names_(names) {}

  std::vector<MeetingMention> find() {
    std::vector<MeetingMention> mentions;
    for (std::size_t i = 0; i < words_.size();) {
      auto found = by_code(i);
      if (!found) found = by_kind(i);
      if (!found) found = by_whole_title(i);
      if (!found || found->last <= i) {
        ++i;
        continue;
      }
      i = found->last;
      mentions.push_back(std::move(*found));
    }
    return mentions;
  }

 private:
  using Meetings = std::vector<std::uint32_t>;

  bool leads(std::size_t i) const { return leads_to_place(word(i)) || one_of(word(i), {"of", "for", "since", "on"}); }

  // A committee is whoever sits in it, too: a meeting only where something leads to it as to one, "in the committee".
  bool ends_kind(std::size_t i) const { return ends_meeting(words_, i) || word(i) == "committee"; }

  // Meetings whose titles have all these words.
  Meetings with_all(const std::vector<std::string>& texts) const {
    Meetings found = scope_.titled(texts.front());
    for (std::size_t i = 1; i < texts.size() && !found.empty(); ++i) {
      Meetings both;
      std::ranges::set_intersection(found, scope_.titled(texts[i]), std::back_inserter(both));
      found = std::move(both);
    }
    return found;
  }

  bool is_whole(std::uint32_t meeting, std::vector<std::string> texts) const {
    std::ranges::sort(texts);
    const auto distinct = std::ranges::unique(texts).begin() - texts.begin();
    return scope_.index().titles[meeting].size() == static_cast<std::size_t>(distinct);
  }

  std::optional<MeetingMention> mention(std::size_t first, std::size_t last, Meetings meetings,
                                        const std::vector<std::string>& texts) const {
    if (meetings.empty()) return std::nullopt;
    Meetings whole;
    std::ranges::copy_if(meetings, std::back_inserter(whole), [&](auto m) { return is_whole(m, texts); });
    const bool is_whole_title = !whole.empty();
    return MeetingMention{.first = first,
                          .last = last,
                          .meetings = is_whole_title ? std::move(whole) : std::move(meetings),
                          .whole_title = is_whole_title};
  }

  // A title of one word with a digit in it: "IS1009c".
  std::optional<MeetingMention> by_code(std::size_t i) const {
    const auto text = word(i);
    if (text.size() < kShortestCode || !has_digit(text) ||
        !std::ranges::any_of(text, [](char c) { return c >= 'a' && c <= 'z'; }))
      return std::nullopt;
    const std::vector<std::string> texts{std::string(text)};
    auto found = mention(i, i + 1, scope_.titled(text), texts);
    if (!found || !found->whole_title) return std::nullopt;
    const std::size_t at = before(i) == "the" ? i - 1 : i;
    const bool verb_follows = at == i && is_telling(word(i + 1));  // not "in the K8s report"
    if (!leads_to_place(before(at)) || (is_of_noun(i + 1) && !verb_follows)) make_topic(*found);
    return found;
  }

  // Whether what stands before is a part of the noun here: "the K8s clusters".
  bool is_of_noun(std::size_t i) const {
    return i < words_.size() && !words_[i].parted && !is(WordClass::meeting, word(i)) &&
           !is(WordClass::loose, word(i)) && !is(WordClass::about, word(i)) && !is(WordClass::auxiliary, word(i));
  }

  // "Summarise the kick-off": the verb, behind which a meeting stands without "in".
  bool requests(std::size_t i) const {
    const std::size_t verb = i > 0 && word(i) == "up" ? i - 1 : i;
    return one_of(word(verb), {"summarise", "summarize", "recap", "outline", "describe", "review", "sum"}) &&
           std::ranges::all_of(words_.first(verb), [](const auto& w) { return is(WordClass::courtesy, w.word); });
  }

  // "What did we decide last meeting?", "summarise the kick-off": not "last call costs", "the kick-off agenda".
  std::optional<MeetingMention> bare(std::size_t i) const {
    const bool last = one_of(word(i), {"last", "previous"}) && !is(WordClass::determiner, before(i));
    if (!last && (i == 0 || !requests(i - 1) || !one_of(word(i), {"the", "our", "last", "previous"})))
      return std::nullopt;
    const std::size_t begin = last ? i : i + 1;
    const std::size_t most = std::min(words_.size(), begin + kLongestTitle);
    for (std::size_t head = begin; head < most && !words_[head].opens; ++head) {
      if (!ends_kind(head)) continue;
      const bool goes_on = is(WordClass::meeting, word(head + 1));
      if (is_of_noun(head + (goes_on ? 2 : 1))) continue;
      auto found = of_kind(i, begin, head + (goes_on ? 2 : 1));
      if (found) found->whole_title = false;
      return found;
    }
    return std::nullopt;
  }

  // "in the kick-off meeting", "during our last design review"
  std::optional<MeetingMention> by_kind(std::size_t i) const {
    if (auto found = bare(i)) return found;
    if (!leads(i)) return std::nullopt;
    std::size_t begin = i + 1;
    while (one_of(word(begin), {"the", "our", "my", "that", "a"})) ++begin;
    const bool named = past_when(begin) > begin || words_[std::min(begin, words_.size() - 1)].capital;
    if (begin == i + 1 && !named) return std::nullopt;
    const std::size_t most = std::min(words_.size(), begin + kLongestTitle);
    for (std::size_t head = begin; head < most && !words_[head].opens; ++head) {
      if (!ends_kind(head)) continue;
      std::size_t last = head + 1;
      if (last < words_.size() && is(WordClass::meeting, word(last))) ++last;  // "the review meeting"
      auto found = with_rest(i, begin, last);
      if (!found) found = of_kind(i, begin, last);
      if (!found) continue;
      if (!leads_to_place(word(i))) make_topic(*found);
      found->since = word(i) == "since";
      return found;
    }
    return std::nullopt;
  }

  // "in the workshop on pricing" where that is the title, word for word.
  std::optional<MeetingMention> with_rest(std::size_t i, std::size_t begin, std::size_t last) const {
    std::size_t end = last;
    while (end < begin + kLongestTitle && !ends_clause(words_, end)) ++end;
    for (; end > last; --end) {
      if (title_words(words_.subspan(end - 1, 1)).empty()) continue;
      const auto texts = title_words(words_.subspan(begin, end - begin));
      auto found = mention(i, end, with_all(texts), texts);
      if (!found || !found->whole_title) continue;
      std::erase_if(found->meetings,
                    [&](auto m) { return title_words(placed_words(scope_.index().meetings[m]->title)) != texts; });
      if (found->meetings.empty()) continue;
      found->in_full = true;
      return found;
    }
    return std::nullopt;
  }

  // Behind "last week's", "Friday's" the name of the meeting begins: "last week's retro" need not be the last retro.
  std::size_t past_when(std::size_t begin) const {
    const bool leads = when_ && when_->first <= begin && begin < when_->last && words_[when_->last - 1].possessive;
    return leads ? when_->last : begin;
  }

  std::optional<MeetingMention> of_kind(std::size_t i, std::size_t begin, std::size_t last) const {
    const bool then = past_when(begin) > begin;
    begin = past_when(begin);
    if (begin >= last) return std::nullopt;
    if (auto found = then ? std::nullopt : in_full(i, begin, last)) return found;
    for (std::size_t at = begin; at < last; ++at) {
      if (is_to_come(word(at))) return std::nullopt;
    }
    std::vector<PlacedWord> title;
    for (std::size_t at = begin; at < last; ++at) {
      if (!is_place_in_time(word(at)) && !is_general(word(at)) && !is_date_part(word(at))) title.push_back(words_[at]);
    }
    const auto texts = title_words(title);
    if (texts.empty() && !is_general(before(last))) return std::nullopt;
    auto found = texts.empty() ? everything() : with_all(texts);
    if (then) prefer_then(found);
    const bool placed = cut_to_place(begin, last, found);
    if (texts.empty() && !placed) return std::nullopt;
    auto out = mention(i, last, std::move(found), texts);
    if (out && placed) out->whole_title = false;
    return out;
  }

  // "in the Sprint 12 review", "in the March planning": what a title has does not say when. "March's planning" does.
  std::optional<MeetingMention> in_full(std::size_t i, std::size_t begin, std::size_t last) const {
    std::vector<PlacedWord> title;
    for (std::size_t at = begin; at < last; ++at) {
      if (words_[at].possessive && is_place_in_time(word(at))) return std::nullopt;
      if (!is_general(word(at))) title.push_back(words_[at]);
    }
    const auto texts = title_words(title);
    if (texts.empty()) return std::nullopt;
    auto found = mention(i, last, with_all(texts), texts);
    if (!found || !found->whole_title) return std::nullopt;
    found->in_full = true;
    return found;
  }

  static bool is_date_part(std::string_view word) {
    return word.find_first_not_of("0123456789") == std::string_view::npos ||
           (has_digit(word) &&
            (word.ends_with("st") || word.ends_with("nd") || word.ends_with("rd") || word.ends_with("th")));
  }

  Meetings everything() const {
    Meetings all;
    for (std::uint32_t m = 0; m < scope_.index().meetings.size(); ++m) {
      if (scope_.has_meeting(m)) all.push_back(m);
    }
    return all;
  }

  void prefer_then(Meetings& meetings) const {
    Meetings then = meetings;
    std::erase_if(then,
                  [&](auto m) { return !StartPeriod{when_->from, when_->to}.holds(*scope_.index().meetings[m]); });
    if (!then.empty()) meetings = std::move(then);
  }

  // "the last meeting in October", "the last call with Anna", before the last of them is looked for.
  void cut_to_what_follows(std::size_t last, Meetings& meetings) const {
    const auto& all = scope_.index().meetings;
    if (when_ && when_->first == last && (when_->from || when_->to))
      std::erase_if(meetings, [&](auto m) { return !StartPeriod{when_->from, when_->to}.holds(*all[m]); });
    if (word(last) != "with") return;
    const auto with = std::ranges::find_if(names_, [&](const auto& name) {
      return name.first == last + 1 || (name.first == last + 2 && word(last + 1) == "the");
    });
    if (with == names_.end()) return;
    std::erase_if(meetings, [&](auto m) {
      return std::ranges::none_of(with->names, [&](auto name) {
        return std::ranges::contains(scope_.index().names[name].seats, m, &Seat::meeting);
      });
    });
  }

  static bool is_latest(std::string_view word) {
    return one_of(word, {"last", "latest", "recent", "previous", "past"});
  }
  static bool is_earliest(std::string_view word) { return one_of(word, {"first", "earliest"}); }

  // Of "the last 3", "the three most recent", "the last couple of"; a number elsewhere is of a title.
  std::size_t count_at(std::size_t begin, std::size_t at) const {
    const auto number = small_number(word(at));
    const bool counts = at == begin || is_latest(before(at)) || is_earliest(before(at));
    return number && *number > 0 && counts ? static_cast<std::size_t>(*number) : 1;
  }

  // "last", "the first", "the last two": those of the dated ones, with any that began when the last of them did.
  // Returns whether such a word was there.
  bool cut_to_place(std::size_t begin, std::size_t last, Meetings& meetings) const {
    bool latest = false, earliest = false;
    std::size_t count = 1;
    for (std::size_t at = begin; at < last; ++at) {
      latest = latest || is_latest(word(at));
      earliest = earliest || is_earliest(word(at));
      count = std::max(count, count_at(begin, at));
    }
    if (!latest && !earliest) return false;
    cut_to_what_follows(last, meetings);
    const auto& all = scope_.index().meetings;
    std::erase_if(meetings, [&](auto m) { return !all[m]->started_at; });
    std::ranges::stable_sort(meetings, {}, [&](auto m) { return *all[m]->started_at; });
    if (latest) std::ranges::reverse(meetings);
    const auto same = [&](auto a, auto b) { return all[a]->started_at == all[b]->started_at; };
    while (count < meetings.size() && same(meetings[count], meetings[count - 1])) ++count;
    if (meetings.size() > count) meetings.resize(count);
    std::ranges::sort(meetings);
    return true;
  }

  // "in Project Apollo": a title of two words or more, written as a name; "steering committee minutes" anywhere, where
  // it has three words.
  std::optional<MeetingMention> by_whole_title(std::size_t i) const {
    const bool led = leads(i);
    std::size_t begin = led ? i + 1 : i;
    while (led && word(begin) == "the") ++begin;
    if (begin >= words_.size() || is_to_come(before(begin))) return std::nullopt;
    if (led && leads(begin)) return std::nullopt;  // "agree on in the review"
    const auto opening = title_words(words_.subspan(begin, 1));
    if (opening.empty() ? !led : scope_.titled(opening.front()).empty())
      return std::nullopt;  // no title begins so, or has it
    const std::size_t most = std::min(words_.size(), begin + kLongestTitle);
    for (std::size_t last = most; last > begin + 1; --last) {
      const auto run = words_.subspan(begin, last - begin);
      const auto texts = title_words(run);
      const bool as_name = led && std::ranges::any_of(run, &PlacedWord::capital);
      if (texts.size() < (as_name ? 2 : kLongTitle)) continue;
      auto found = mention(i, last, with_all(texts), texts);
      if (!found || !found->whole_title) continue;
      found->whole_title = false;  // it may be the topic as well
      found->may_be_topic = !leads_to_place(word(i));
      return found;
    }
    return std::nullopt;
  }

  const RosterScope& scope_;
  const std::optional<TimeMention>& when_;
  std::span<const NameMention> names_;
};

}  // namespace

void make_topic(MeetingMention& mention) {
  mention.whole_title = false;
  mention.may_be_topic = true;
}

std::vector<MeetingMention> find_meetings(std::span<const PlacedWord> words, const RosterScope& scope,
                                          const std::optional<TimeMention>& when, std::span<const NameMention> names) {
  if (scope.meetings() < 2) return {};  // to name the only one tells nothing
  return MeetingFinder(words, scope, when, names).find();
}

}  // namespace hebb
