#include "text/json_meeting.h"

#include <yyjson.h>

#include <array>

#include "text/json_times.h"
#include "text/json_values.h"
#include "text/transcript_dates.h"
#include "text/transcript_source.h"

namespace hebb {
namespace {

constexpr auto kTitleNames = std::to_array<const char*>({"title", "meeting_title", "meetingTitle", "topic", "subject"});
constexpr auto kDateNames = std::to_array<const char*>({"started_at", "startedAt", "start_time", "startTime", "date",
                                                        "dateString", "meeting_date", "recording_start",
                                                        "recording_start_time", "happenedAt", "scheduled_start_time"});
constexpr auto kPeople =
    std::to_array<const char*>({"participants", "attendees", "speakers", "meeting_attendees", "calendar_invitees"});

}  // namespace

std::optional<std::string_view> json_title(yyjson_val* object) {
  if (const auto title = first_text(object, kTitleNames)) return title;
  // "name" may be a file's or a person's; of tl;dv and of Telegram's groups it is the meeting's, as Discord's channel
  // is.
  constexpr auto kName = std::to_array<const char*>({"name"});
  const bool chat = yyjson_obj_get(object, "messages") != nullptr;
  const auto name = chat || yyjson_obj_get(object, "happenedAt") != nullptr ? first_text(object, kName) : std::nullopt;
  return name || !chat ? name : first_text(yyjson_obj_get(object, "channel"), kName);
}

std::optional<Instant> json_date(yyjson_val* object) {
  for (const char* name : kDateNames) {
    yyjson_val* value = yyjson_obj_get(object, name);
    if (const auto text = json_text(value)) {
      if (const auto instant = parse_rfc3339(trimmed(*text))) return instant;
      if (const auto found = find_date(*text)) return found->instant;
    } else if (yyjson_is_num(value)) {
      if (const auto instant = instant_of_number(yyjson_get_num(value))) return instant;
    }
  }
  return std::nullopt;
}

std::vector<JsonPerson> json_people(yyjson_val* object) {
  std::vector<JsonPerson> people;
  for (const char* list : kPeople) {
    yyjson_val* array = yyjson_obj_get(object, list);
    if (!yyjson_is_arr(array)) continue;
    std::size_t index;
    std::size_t count;
    yyjson_val* item;
    yyjson_arr_foreach(array, index, count, item) {
      if (const auto name = json_text(item)) people.push_back({*name, {}});
      if (!yyjson_is_obj(item)) continue;
      yyjson_val* person = item;
      for (const char* kind : {"signedinUser", "anonymousUser", "phoneUser"}) {
        if (yyjson_val* inner = yyjson_obj_get(item, kind); yyjson_is_obj(inner)) person = inner;
      }
      const auto name = first_text(person, kPersonNames);
      if (name) people.push_back({*name, std::string(json_text(yyjson_obj_get(item, "name")).value_or(""))});
    }
    if (people.size() > 0) break;
  }
  return people;
}

std::vector<JsonPerson> json_speakers(yyjson_val* object) {
  std::vector<JsonPerson> speakers;
  yyjson_val* array = yyjson_obj_get(object, "speakers");
  std::size_t index;
  std::size_t count;
  yyjson_val* item;
  yyjson_arr_foreach(array, index, count, item) {
    yyjson_val* id = yyjson_obj_get(item, "id");
    const auto name = first_text(item, kPersonNames);
    if (!name) continue;
    if (const auto text = json_text(id)) speakers.push_back({*name, std::string(*text)});
    if (yyjson_is_uint(id)) speakers.push_back({*name, speaker_of_number(id)});
  }
  return speakers;
}

}  // namespace hebb
