#include "recall/question.h"

#include <algorithm>
#include <format>
#include <iterator>

#include "recall/question_asking.h"
#include "recall/question_focus.h"
#include "recall/question_kind.h"
#include "recall/question_names.h"
#include "recall/question_speakers.h"
#include "recall/question_time.h"
#include "recall/question_told.h"
#include "recall/question_types.h"
#include "recall/question_words.h"
#include "text/placed_words.h"

namespace hebb {
namespace {

constexpr std::size_t kMostNamesInNote = 3;

std::string day_text(Instant instant) {
  return std::format("{:%Y-%m-%d}", std::chrono::floor<std::chrono::days>(instant));
}

std::string listed(const std::vector<std::string>& items) {
  std::string out;
  for (std::size_t i = 0; i < std::min(items.size(), kMostNamesInNote); ++i) {
    if (i > 0) out += ", ";
    out += items[i];
  }
  if (items.size() > kMostNamesInNote) out += std::format(" and {} more", items.size() - kMostNamesInNote);
  return out;
}

std::string period_text(const NamedTime& time) {
  std::string text = time.from ? "from " + day_text(*time.from) : std::string();
  if (time.to) text += (text.empty() ? "before " : " to before ") + day_text(*time.to);
  return text;
}

// The only thing that depends on when a question is asked: see times_named.
std::optional<TimeMention> time_in(std::string_view text, std::span<const PlacedWord> words, Instant now) {
  return find_time(text, words, std::chrono::floor<std::chrono::days>(now));
}

// "What did we decide?" is answered by "we decided to", too.
bool names_its_saying(std::string_view word) {
  return one_of(word, {"decide", "decided", "agree", "agreed", "promise", "promised", "propose", "proposed", "suggest",
                       "suggested", "concern", "concerns"});
}

class QuestionReader {
 public:
  QuestionReader(std::string_view text, const Roster& roster, const MemoryFilter& scope, Instant now,
                 const LexicalView* said)
      : text_(valid_utf8(text)),
        words_(placed_words(text_)),
        scope_(roster.index(), scope),
        said_(said),
        cut_in_time_(scope.since || scope.until),
        when_(time_in(text_, words_, now)),
        uses_(words_.size(), WordUse::topic) {}

  QuestionReading read() {
    out_.own_weight = own_weight_of(words_);
    settle_year();
    names_ = find_names(words_, scope_);
    settle_names_in_time();
    read_meetings();
    read_time();
    read_speakers();
    read_types();
    read_facts();
    if (names_more_than_words())
      mark_asking(words_, out_.time.standing == Standing::none ? std::nullopt : when_, uses_);
    auto focus = focus_of(text_, words_, uses_);
    // A meeting that is a prior is found by the words of its title, too, and a fact by what stands beside it.
    out_.wordless = focus.text.empty() && names_more_than_words() && !speaks_of_telling() && out_.facts == 0 &&
                    !std::ranges::any_of(words_, names_its_saying, &PlacedWord::word) &&
                    !std::ranges::contains(out_.meetings, Standing::prior, &NamedMeeting::standing);
    out_.focus = focus.text.empty() ? text_ : std::move(focus.text);
    out_.fell_back = !focus.topic;
    return std::move(out_);
  }

 private:
  bool names_more_than_words() const {
    return !out_.speakers.empty() || !out_.meetings.empty() || !out_.types.empty() ||
           out_.time.standing != Standing::none;
  }

  // "What did Anna say about her proposal?": what else would only ask is the matter.
  bool speaks_of_telling() const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      if (is(WordClass::telling_noun, word_at(words_, i)) && is_matter(words_, i)) return true;
    }
    return false;
  }

  void note(std::size_t first, std::size_t last, const std::string& taken_as, Standing standing) {
    const auto quoted = text_.substr(words_[first].begin, words_[last - 1].end - words_[first].begin);
    out_.notes.push_back(std::format("\"{}\" taken as {}: {}", quoted, taken_as, to_string(standing)));
  }

  void take(std::size_t first, std::size_t last, WordUse use) {
    std::ranges::fill(std::span(uses_).subspan(first, last - first), use);
  }

  void read_meetings() {
    auto mentions = find_meetings(words_, scope_, when_, names_);
    const auto titled = title_names(mentions);
    for (auto& mention : mentions) settle_time_in(mention);
    for (const auto& mention : mentions) meeting_words_.emplace_back(mention.first, mention.last);
    settle_what_is_asked(mentions, words_, when_);
    out_.by_title_alone = !titled.empty();
    for (const auto& name : titled) take(name.first, name.last, WordUse::taken);
    if (std::ranges::all_of(mentions, &MeetingMention::since)) std::ranges::copy(titled, std::back_inserter(mentions));
    const bool filter = std::ranges::all_of(mentions, [](const auto& m) { return m.since || m.whole_title; });
    const auto standing = filter ? Standing::filter : Standing::prior;
    for (const auto& mention : mentions) {
      if (mention.since) {
        begin_with(mention);
        continue;
      }
      if (mention.as_name && mention.meetings.size() == scope_.meetings()) {
        note(mention.first, mention.last, "what every title has", Standing::none);
        continue;
      }
      std::vector<std::string> titles;
      for (const auto number : mention.meetings) {
        const auto& meeting = *scope_.index().meetings[number];
        titles.push_back(meeting.title);
        if (!std::ranges::contains(out_.meetings, meeting.id, &NamedMeeting::id))
          out_.meetings.push_back({meeting.id, standing});
      }
      if (!mention.may_be_topic) take(mention.first, mention.last, WordUse::taken);
      const bool placed = mentions.size() == 1 && mention.meetings.size() == 1 && !mention.may_be_topic &&
                          (!out_.by_title_alone || mention.as_name);
      if (placed && standing == Standing::prior) placed_ = {mention.first, mention.last};
      note(mention.first, mention.last, listed(titles), standing);
    }
  }

  // Names that titles alone have. Of `mentions`, which are named in some other way, leaves what is theirs, if anything
  // is.
  std::vector<MeetingMention> title_names(std::vector<MeetingMention>& mentions) const {
    if (said_ == nullptr) return {};
    auto titled = find_title_names(words_, scope_, when_, names_, *said_);
    if (mentions.empty() || titled.empty()) return titled;
    auto theirs = place_within(titled, mentions, words_, scope_, when_, names_);
    if (theirs.empty() && !std::ranges::all_of(mentions, &MeetingMention::since)) return {};
    if (!theirs.empty()) mentions = std::move(theirs);
    return titled;
  }

  // "All action items from the customer call" of the only such call: a list without a topic is of nothing else, unless
  // that meeting has none.
  void settle_placed_list() {
    if (!placed_) return;
    out_.meetings.front().standing = Standing::filter;
    if (!some_of_types()) {
      out_.meetings.front().standing = Standing::prior;
      return;
    }
    note(placed_->first, placed_->second, scope_title(), Standing::filter);
    out_.notes.front() = std::move(out_.notes.back());  // nothing is noted before meetings
    out_.notes.pop_back();
  }

  std::string scope_title() const {
    const auto& meetings = scope_.index().meetings;
    return (*std::ranges::find(meetings, out_.meetings.front().id, [](const auto& one) { return one->id; }))->title;
  }

  // "since the kick-off": its day is where the time begins, the first of several.
  void begin_with(const MeetingMention& mention) {
    std::optional<Instant> first;
    for (const auto number : mention.meetings) {
      const auto& start = scope_.index().meetings[number]->started_at;
      if (start && (!first || *start < *first)) first = start;
    }
    if (!first || when_) return;
    out_.time = {.from = std::chrono::floor<std::chrono::days>(*first), .to = {}, .standing = Standing::prior};
    take(mention.first, mention.last, WordUse::taken);
    note(mention.first, mention.last, period_text(out_.time), out_.time.standing);
  }

  // "On 25 March", asked of an archive of earlier years: the last one on which there was a meeting, as a prior.
  void settle_year() {
    constexpr int kMostYears = 30;
    if (!when_ || !when_->yearless || !when_->from || !when_->to || cut_in_time_) return;
    std::vector<Instant> starts;
    const auto& meetings = scope_.index().meetings;
    for (std::uint32_t m = 0; m < meetings.size(); ++m) {
      if (scope_.has_meeting(m) && meetings[m]->started_at) starts.push_back(*meetings[m]->started_at);
    }
    if (starts.empty() || std::ranges::max(starts) >= *when_->from) return;
    for (int years = 1; years <= kMostYears; ++years) {
      const auto then = years_before(*when_, years);
      if (!then || std::ranges::none_of(starts, [&](Instant at) { return at >= *then->from && at < *then->to; }))
        continue;
      when_ = then;
      settled_ = true;
      return;
    }
  }

  // "Between March and May" is no May, and "not assigned to May" no month.
  void settle_names_in_time() {
    if (!when_) return;
    const auto in_time = [&](const auto& name) { return name.first >= when_->first && name.first < when_->last; };
    if (std::ranges::none_of(names_, in_time)) return;
    const std::string_view lead = word_at(words_, when_->first);
    if (when_->last == when_->first + 1) {
      when_.reset();
    } else if (one_of(lead, {"between", "in", "during", "since", "until", "before", "after"})) {
      std::erase_if(names_, in_time);
    } else if (when_->vague) {
      when_->plain = false;  // "action items from May"
    }
  }

  // "in Monday's weekly sync": of those of the title, Monday's; a title that did not meet then is not what was meant.
  // "In the March planning" where that is the title: March is no time, for it may have met in February.
  void settle_time_in(MeetingMention& mention) {
    if (!when_ || when_->last <= mention.first || when_->first >= mention.last) return;
    if (mention.in_full) {
      when_.reset();
      return;
    }
    auto then = mention.meetings;
    std::erase_if(then, [&](auto number) { return !is_then(*scope_.index().meetings[number]); });
    if (then.empty()) {
      mention.whole_title = false;
      when_->plain = false;  // it would hide those that are named
    } else {
      mention.meetings = std::move(then);
    }
  }

  bool is_then(const CatalogMeeting& meeting) const {
    return StartPeriod{.from = when_->from, .to = when_->to}.holds(meeting);
  }

  void read_time() {
    const auto& mention = when_;
    if (!mention || (mention->vague && !mention->plain && !asks_of_meetings(words_))) return;
    if (mention->from) out_.time.from = *mention->from;
    if (mention->to) out_.time.to = *mention->to;
    const bool filter =
        !settled_ && mention->plain && some_shown([&](const CatalogMeeting& meeting) { return is_then(meeting); });
    out_.time.standing = filter ? Standing::filter : Standing::prior;
    if (filter || (mention->relative && !mention->doubtful)) take(mention->first, mention->last, WordUse::taken);
    note(mention->first, mention->last, period_text(out_.time), out_.time.standing);
  }

  // Whether some meeting that may be shown is wanted.
  bool some_shown(const auto& wanted) const {
    const bool named = std::ranges::contains(out_.meetings, Standing::filter, &NamedMeeting::standing);
    const auto& meetings = scope_.index().meetings;
    for (std::uint32_t m = 0; m < meetings.size(); ++m) {
      const bool shown =
          scope_.has_meeting(m) && (!named || std::ranges::contains(out_.meetings, meetings[m]->id, &NamedMeeting::id));
      if (shown && wanted(*meetings[m])) return true;
    }
    return false;
  }

  void read_speakers() {
    auto mentions = names_;
    std::erase_if(mentions, [&](const auto& mention) {
      return std::ranges::contains(std::span(uses_).subspan(mention.first, mention.last - mention.first),
                                   WordUse::taken);
    });
    const auto as = named_as(text_, words_, mentions);
    const bool filter = std::ranges::contains(as, true, &NamedAs::alone);
    for (std::size_t i = 0; i < mentions.size(); ++i) {
      if (as[i].owner) add_owner(mentions[i], owners_);
      if (as[i].left_out) add_owner(mentions[i], not_owners_);
      // Beside whom alone is asked for, another is what he speaks of.
      const bool topic = filter && !as[i].alone;
      read_speaker(mentions[i], as[i].excluded,
                   as[i].excluded || topic ? Standing::none
                   : filter                ? Standing::filter
                                           : Standing::prior);
    }
  }

  void read_speaker(const NameMention& mention, bool excluded, Standing standing) {
    std::vector<std::string> names;
    for (const auto number : scope_.by_first_seat(mention.names)) {
      names.push_back(scope_.index().names[number].spelled);
      if (standing != Standing::none && !std::ranges::contains(out_.speakers, names.back(), &NamedSpeaker::name))
        out_.speakers.push_back({names.back(), standing});
    }
    if (!mention.may_be_topic && (standing != Standing::none || excluded))
      take(mention.first, mention.last, WordUse::speaker);
    note(mention.first, mention.last, listed(names), standing);
  }

  void add_owner(const NameMention& mention, std::vector<std::string>& owners) const {
    const auto add = [&](std::uint32_t number) {
      const std::string& name = scope_.index().names[number].spelled;
      if (!std::ranges::contains(owners, name)) owners.push_back(name);
    };
    for (const auto number : scope_.by_first_seat(mention.names)) {
      add(number);
      std::ranges::for_each(scope_.shortened(number), add);
    }
  }

  void read_types() {
    const auto asked = asked_types(words_, uses_);
    out_.lists = std::ranges::contains(asked.types, Standing::filter, &NamedType::standing);
    std::vector<std::string> names;
    for (const auto& named : asked.types) {
      if (out_.lists && named.standing != Standing::filter) continue;
      out_.types.push_back(named);
      names.emplace_back(to_string(named.type));
    }
    if (out_.lists && (has_topic(words_, uses_in_list(), asked) || !some_of_types())) {
      for (auto& named : out_.types) named.standing = Standing::prior;
    } else if (out_.lists) {
      settle_placed_list();
    }
    if (!names.empty())
      out_.notes.push_back(std::format("asks for {}: {}", listed(names), to_string(out_.types.front().standing)));
    const bool of_actions = out_.lists && std::ranges::contains(out_.types, MemoryType::action, &NamedType::type);
    if (of_actions) take_owners();
    read_open(asked.open, of_actions);
  }

  // "in March", "of the kick-off" are no topic of a list, whatever they stand for besides; "about the kick-off" is.
  std::vector<WordUse> uses_in_list() const {
    auto uses = uses_;
    const auto take_all = [&](std::size_t first, std::size_t last) {
      std::ranges::fill(std::span(uses).subspan(first, last - first), WordUse::taken);
    };
    if (when_ && out_.time.standing != Standing::none) take_all(when_->first, when_->last);
    for (const auto& [first, last] : meeting_words_) {
      if (!is_matter(words_, first)) take_all(first, last);
    }
    return uses;
  }

  // A list of what nobody has told of would be empty.
  bool some_of_types() const {
    return some_shown([&](const CatalogMeeting& meeting) {
      if (out_.time.standing == Standing::filter && !is_then(meeting)) return false;
      return std::ranges::any_of(meeting.memories, [&](const CatalogMemory& memory) {
        return std::ranges::contains(out_.types, memory.type, &NamedType::type);
      });
    });
  }

  void take_owners() {
    out_.owners = std::move(owners_);
    out_.not_owners = std::move(not_owners_);
    const auto note_owners = [&](std::string_view how, const std::vector<std::string>& owners) {
      if (owners.empty()) return;
      const std::string_view verb = owners.size() == 1 ? "is" : "are";
      out_.notes.push_back(std::format("{} what {} {} to do: filter", how, listed(owners), verb));
    };
    note_owners("asks for", out_.owners);
    note_owners("leaves out", out_.not_owners);
  }

  void read_facts() {
    out_.facts = asked_facts(words_);
    if ((out_.facts & kTimeFact) != 0) out_.notes.emplace_back("asks for a time: prior");
    if ((out_.facts & kNumberFact) != 0) out_.notes.emplace_back("asks for a number: prior");
  }

  // As a prior it changes nothing, and is no news.
  void read_open(std::span<const MemoryType> open, bool of_actions) {
    if (open.empty()) return;
    out_.open = of_actions && std::ranges::contains(open, MemoryType::action) ? Standing::filter : Standing::prior;
    if (out_.open == Standing::filter) out_.notes.emplace_back("asks for what is open: filter");
  }

  std::string text_;
  std::vector<PlacedWord> words_;
  RosterScope scope_;
  const LexicalView* said_;
  bool cut_in_time_;  // the caller's filter says which years are meant
  std::optional<TimeMention> when_;
  std::vector<std::pair<std::size_t, std::size_t>> meeting_words_;
  std::optional<std::pair<std::size_t, std::size_t>> placed_;  // the words of the only meeting, one that is a prior
  bool settled_ = false;                                       // when_ is of a year that the question does not say
  std::vector<NameMention> names_;
  std::vector<WordUse> uses_;
  std::vector<std::string> owners_, not_owners_;  // who is named as an owner would be, and who is left out
  QuestionReading out_;
};

}  // namespace

QuestionReading read_question(std::string_view text, const Roster& roster, const MemoryFilter& scope, Instant now,
                              const LexicalView* said) {
  return QuestionReader(text, roster, scope, now, said).read();
}

std::string times_named(std::string_view text, Instant now) {
  const std::string valid = valid_utf8(text);
  const auto when = time_in(valid, placed_words(valid), now);
  if (!when) return {};
  const auto day = [](const auto& end) { return end ? day_text(*end) : std::string("open"); };
  return std::format("{} {} {}{} {}-{}", day(when->from), day(when->to), when->relative ? "relative" : "absolute",
                     when->vague ? " vague" : "", when->first, when->last);
}

}  // namespace hebb
