// Any bytes as an archive: no crash, no hang, and every meeting that is given has what check_record() requires.
#include <cstdio>
#include <cstdlib>

#include "api/archive_reader.h"
#include "text/declared_names.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace hebb;
  std::vector<api::FieldError> errors;
  bool begun = false;
  const api::ArchiveVisitor visitor{.head = [&](const api::ArchiveHead&) -> Result<void> {
                                      begun = true;
                                      return {};
                                    },
                                    .meeting = [&](StoredRecord&& stored) -> Result<void> {
                                      if (!begun && errors.empty()) std::abort();
                                      check_record(stored.record);  // throws where it does not hold
                                      return {};
                                    },
                                    .declaration = [&](Declaration&& declaration) -> Result<void> {
                                      if (declaration.empty() || !faults_of(declaration).empty()) std::abort();
                                      return {};
                                    }};
  if (!api::read_archive({reinterpret_cast<const char*>(data), size}, visitor, errors)) std::abort();
  for (const auto& error : errors) {
    if (error.message.empty()) std::abort();
  }
  return 0;
}
