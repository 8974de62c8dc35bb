// The process's log: lines on standard error. No transcript, query text or key goes there.
#pragma once

#include "app/config.h"

namespace hebb::app {

void start_log(const Config::Log& log);

}  // namespace hebb::app
