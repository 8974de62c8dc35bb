// A context reply as Markdown, for people and for assistants. Private to api/.
#pragma once

#include <string>

#include "engine/types.h"

namespace hebb::api {

// How a passage is cited: "[1]" is the first of the list.
std::string citation_of(std::size_t index);

// A heading a meeting, a list of who said what a passage. Empty without passages. Text from outside stays on its own
// line: it cannot make a heading or a citation.
std::string markdown_of(const ContextReply& reply);

}  // namespace hebb::api
