// Which kinds of fact a text states, told by single words: a question that asks for one is answered by what states one
// (expected answer types; of passages beforehand: Prager, Brown, Coden & Radev 2000). It reads no values.
#pragma once

#include <cstdint>
#include <string_view>

namespace hebb {

using FactKinds = std::uint8_t;  // bits
inline constexpr FactKinds kTimeFact = 1;
inline constexpr FactKinds kNumberFact = 2;

// "Tuesday", "in May", "8 pm", "two weeks", "yesterday": a time or stretch of it; "1,150", "nine", "half": a number.
FactKinds stated_facts(std::string_view text);

}  // namespace hebb
