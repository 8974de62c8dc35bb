// What the words of an action state of it: who is to do it, by when, and how far it is. Private to extract/. What they
// leave open is none.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "extract/manner.h"
#include "extract/reading.h"
#include "extract/uptake.h"
#include "model/domain.h"

namespace hebb {

// Of an action: what its likeliest sentence states; where no rule takes one of them for an action, what they hint at.
// `said`: the meeting's day.
Task task_of(const Reading& reading, const MeetingManner& manner, const std::optional<std::string>& speaker,
             const std::optional<std::chrono::sys_days>& said, const Uptake& uptake = {});

}  // namespace hebb
