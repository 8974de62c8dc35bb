// Who, while he works on what stands under a name, must hear that it stands under another one now: the log of changes
// holds no names. Private to engine/.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hebb {

// Thread-safe.
class NameWatches {
 public:
  // True once the name was given up for another in the project, for as long as it is held.
  using Watch = std::shared_ptr<const std::atomic<bool>>;

  Watch watch(std::string project, std::string name) {
    auto renamed = std::make_shared<std::atomic<bool>>(false);
    const std::lock_guard lock(mutex_);
    std::erase_if(watched_, [](const Watched& one) { return one.renamed.expired(); });
    watched_.push_back({.project = std::move(project), .name = std::move(name), .renamed = renamed});
    return renamed;
  }

  void note_renamed(std::string_view project, std::string_view name) {
    const std::lock_guard lock(mutex_);
    for (const Watched& one : watched_) {
      if (one.project != project || one.name != name) continue;
      if (const auto renamed = one.renamed.lock()) *renamed = true;
    }
  }

 private:
  struct Watched {
    std::string project, name;
    std::weak_ptr<std::atomic<bool>> renamed;
  };
  std::mutex mutex_;
  std::vector<Watched> watched_;
};

}  // namespace hebb
