// A project as JSON Lines: what GET /api/v2/export sends and POST /api/v2/import takes (docs/api.md, "Archives"). The
// same memories give the same bytes, wherever they are and in whatever order they came. Private to api/.
#pragma once

#include <string>

#include "model/domain.h"
#include "store/memory_store.h"

namespace hebb::api {

// Each ends with a newline.
std::string archive_head(const std::string& project, const EncoderProbe& probe);
std::string archive_lines(const StoredRecord& stored);            // of one meeting
std::string archive_declaration(const Declaration& declaration);  // after the meetings; empty where nothing is declared
std::string archive_end(std::size_t meetings);                    // without it, an archive is cut short

}  // namespace hebb::api
