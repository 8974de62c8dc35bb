#include "engine/answer_key.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "recall/question.h"

namespace hebb {
namespace {

// Lists that are alternatives say the same in any order.
template <class T>
std::vector<T> as_set(std::vector<T> list) {
  std::ranges::sort(list);
  const auto again = std::ranges::unique(list);
  list.erase(again.begin(), again.end());
  return list;
}

class KeyWriter {
 public:
  KeyWriter& text(std::string_view value) {
    digest_.field(value);
    return *this;
  }
  template <class Number>
  KeyWriter& number(Number value) {
    digest_.field(static_cast<std::int64_t>(value));
    return *this;
  }
  template <class List, class Write>
  KeyWriter& list(const List& values, Write write) {
    number(values.size());
    for (const auto& value : values) write(value);
    return *this;
  }
  KeyWriter& moment(const std::optional<Instant>& value) {
    number(value.has_value());
    return number(value ? value->time_since_epoch().count() : 0);
  }

  // All fields: one that is added does not compile until it is here.
  KeyWriter& filter(const MemoryFilter& filter) {
    const auto& [project, projects, meetings, speakers, types, levels, since, until, min_importance, include_archived] =
        filter;
    number(project.has_value()).text(project.value_or("")).number(projects.all());
    if (!projects.all()) list(projects.names(), [&](const std::string& name) { text(name); });
    list(as_set(meetings), [&](const MeetingId& id) { text(id.text()); });
    list(as_set(speakers), [&](const std::string& name) { text(name); });
    list(as_set(types), [&](MemoryType type) { number(type); });
    list(as_set(levels), [&](Level level) { number(level); });
    moment(since).moment(until);
    number(min_importance.has_value()).number(std::bit_cast<std::uint32_t>(min_importance.value_or(0)));
    return number(include_archived);
  }

  KeyWriter& times_in(const std::string& question, const std::optional<Instant>& now) {
    HEBB_CHECK(now);
    return text(times_named(question, *now));
  }

  AnswerKey finish(const MemoryFilter& filter) {
    AnswerKey key{.request = digest_.finish()};
    // Whoever may see none of what is asked for depends on none: that others change shows nowhere.
    const auto asked = filter.projects.asked(filter.project);
    if (std::ranges::any_of(asked, [](const auto& project) { return !project; })) return key;
    key.projects.emplace();
    for (const auto& project : asked) key.projects->push_back(*project);
    return key;
  }

 private:
  Sha256 digest_;
};

}  // namespace

Instant asked_now() {
  return wall_clock(std::chrono::floor<Milliseconds>(std::chrono::system_clock::now()));
}

AnswerKey answer_key(const QueryRequest& request, std::string_view form) {
  const auto& [query, limit_per_level, enable_activation, enable_bridges, max_activations, filters, limit,
               include_dimensions, explain, now] = request;
  KeyWriter key;
  key.text(form).text(query).times_in(query, now).filter(filters);
  key.number(limit_per_level).number(limit).number(enable_activation).number(enable_bridges);
  key.number(enable_activation ? max_activations : 0).number(include_dimensions).number(explain);
  return key.finish(filters);
}

AnswerKey answer_key(const ContextRequest& request, std::string_view form) {
  const auto& [query, words, filters, now] = request;
  KeyWriter key;
  key.text(form).text(query).times_in(query, now).filter(filters).number(words);
  return key.finish(filters);
}

}  // namespace hebb
