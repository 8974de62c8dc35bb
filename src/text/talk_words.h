// What people say about talking, wanting and doing, whatever the topic ("agree", "maybe", "point"): words that tell no
// topic, though they are no stop words (normalise.h).
#pragma once

#include <string_view>

namespace hebb {

bool is_talk_word(std::string_view lower_case_word);

}  // namespace hebb
