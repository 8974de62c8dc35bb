#include "embed/encoder.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <numeric>
#include <optional>
#include <semaphore>
#include <span>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "embed/model_folder.h"
#include "embed/onnx_session.h"
#include "text/wordpiece.h"

namespace hebb {
namespace {

constexpr std::size_t kPositions = 512;  // rows of BERT's position table

using Ids = std::vector<std::int32_t>;

constexpr std::size_t kFewTexts = 2;  // a question and what it is about

class Permit {
 public:
  explicit Permit(std::counting_semaphore<>& permits) : permits_(permits) { permits_.acquire(); }
  ~Permit() { permits_.release(); }
  Permit(const Permit&) = delete;
  Permit& operator=(const Permit&) = delete;

 private:
  std::counting_semaphore<>& permits_;
};

// The work of one call: each text once, the longest first so that no thread ends with a long one alone.
class Batch {
 public:
  Batch(std::vector<Ids> texts, const Budget& budget)
      : budget_(budget), texts_(std::move(texts)), order_(texts_.size()) {
    vectors_.resize(texts_.size() * kSemanticDimension);
    std::iota(order_.begin(), order_.end(), std::size_t{0});
    std::ranges::stable_sort(order_, std::ranges::greater{}, [this](std::size_t i) { return texts_[i].size(); });
  }

  // Called by several threads at once; returns when no text is left or one has failed. What is thrown would end a
  // thread, and the process with it: finish() throws it.
  void work(const OnnxSession& session, std::counting_semaphore<>& permits) {
    try {
      for (auto next = next_++; next < order_.size() && !failed_; next = next_++) {
        if (auto done = encode(order_[next], session, permits); !done) keep(std::move(done.error()));
      }
    } catch (...) {
      std::lock_guard lock(mutex_);
      if (!thrown_) thrown_ = std::current_exception();
      failed_ = true;
    }
  }

  Result<std::vector<float>> finish() {
    if (thrown_) std::rethrow_exception(thrown_);
    if (error_) return std::unexpected(std::move(*error_));
    return std::move(vectors_);
  }

 private:
  Result<void> encode(std::size_t text, const OnnxSession& session, std::counting_semaphore<>& permits) {
    const auto row = std::span(vectors_).subspan(text * kSemanticDimension).first<kSemanticDimension>();
    if (auto spent = budget_.check(); !spent) return spent;
    // The semaphore is not fair: whoever has a permit gets the next as well.
    std::optional<Permit> permit;
    if (order_.size() > kFewTexts) permit.emplace(permits);
    return session.run(texts_[text], row);
  }

  void keep(Error error) {
    std::lock_guard lock(mutex_);
    if (!error_) error_ = std::move(error);
    failed_ = true;
  }

  const Budget& budget_;
  std::vector<Ids> texts_;
  std::vector<std::size_t> order_;
  std::vector<float> vectors_;  // each row is written by the one thread that drew its text
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  std::optional<Error> error_;  // guarded by mutex_ until the threads have joined, as is the next
  std::exception_ptr thrown_;
};

}  // namespace

struct Encoder::State {
  Description description;
  WordPiece words;
  std::unique_ptr<OnnxSession> session;
  std::size_t threads;
  mutable std::counting_semaphore<> permits{static_cast<std::ptrdiff_t>(threads)};
};

Encoder::Encoder(std::unique_ptr<State> state) : state_(std::move(state)) {}
Encoder::~Encoder() = default;

Result<std::unique_ptr<Encoder>> Encoder::load(const EncoderOptions& options) {
  if (options.max_tokens < 2 || options.max_tokens > kPositions) {
    return fail(ErrorCode::invalid_argument, "max_tokens must be 2 to 512, not " + std::to_string(options.max_tokens));
  }
  auto files = find_model_files(options);
  if (!files) return std::unexpected(files.error());
  auto words = WordPiece::load(files->vocabulary);
  if (!words) return std::unexpected(words.error());
  auto session = OnnxSession::open(files->graph);
  if (!session) return std::unexpected(session.error());
  const auto max_tokens = files->max_tokens == 0 ? options.max_tokens : std::min(options.max_tokens, files->max_tokens);
  const auto threads =
      options.threads != 0 ? options.threads : std::max<std::size_t>(1, std::thread::hardware_concurrency());
  Description description{.name = std::move(files->name),
                          .precision = std::move(files->precision),
                          .digest = std::move(files->digest),
                          .max_tokens = max_tokens};
  return std::unique_ptr<Encoder>(
      new Encoder(std::make_unique<State>(std::move(description), std::move(*words), std::move(*session), threads)));
}

Result<std::vector<float>> Encoder::encode(const std::vector<std::string_view>& texts, const Budget& budget) const {
  std::vector<Ids> ids;
  ids.reserve(texts.size());
  for (const auto text : texts) ids.push_back(state_->words.encode(text, state_->description.max_tokens));
  Batch batch(std::move(ids), budget);
  {
    std::vector<std::jthread> others;  // joined before the batch is read
    const auto workers = std::min(texts.size(), state_->threads);
    for (std::size_t i = 1; i < workers; ++i) {
      try {
        others.emplace_back([this, &batch] { batch.work(*state_->session, state_->permits); });
      } catch (const std::system_error&) {
        break;  // the system gives no more threads: fewer will do
      }
    }
    batch.work(*state_->session, state_->permits);
  }
  return batch.finish();
}

Result<std::vector<float>> Encoder::encode(std::string_view text) const {
  return encode(std::vector<std::string_view>{text});
}

const Encoder::Description& Encoder::description() const {
  return state_->description;
}

}  // namespace hebb
