// Whether a sentence tells of trouble: a risk that may come, an issue that is there. Private to extract/.
#pragma once

#include "extract/reading.h"

namespace hebb {

// Not one that it takes back itself ("the problem is solved", "we have eliminated the risk"), nor a "risk register".
bool is_risk(const Sentence& sentence);
bool is_issue(const Sentence& sentence);

}  // namespace hebb
