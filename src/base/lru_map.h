// A map bounded in entries and in bytes: when it is full, what was asked for longest ago goes first.
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace hebb {

// Thread safety: thread-compatible. Cost: constant, beside hashing.
template <class Key, class Value, class Hash = std::hash<Key>>
class LruMap {
 public:
  LruMap(std::size_t most_entries, std::size_t most_bytes) : most_entries_(most_entries), most_bytes_(most_bytes) {}

  // Null when it is not there. The pointer holds until the next change.
  Value* find(const Key& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return nullptr;
    order_.splice(order_.begin(), order_, found->second);
    return &found->second->value;
  }

  // In place of what the key had. `bytes`: what the entry counts for. `evicted(key, value)`, which must not throw, is
  // called for each that goes to make room. False when it could never fit; then, and where memory ends, nothing has
  // changed.
  template <class Evicted>
  bool put(const Key& key, Value value, std::size_t bytes, Evicted evicted) {
    if (most_entries_ == 0 || bytes > most_bytes_) return false;
    std::list<Entry> added;
    added.push_front({key, std::move(value), bytes});
    const auto [place, fresh] = places_.try_emplace(key, added.begin());  // nothing throws from here on
    if (!fresh) {
      bytes_ -= place->second->bytes;
      order_.erase(place->second);
      place->second = added.begin();
    }
    while (order_.size() >= most_entries_ || bytes_ + bytes > most_bytes_) {
      Entry last = std::move(order_.back());
      places_.erase(last.key);
      order_.pop_back();
      bytes_ -= last.bytes;
      evicted(last.key, last.value);
    }
    order_.splice(order_.begin(), added);
    bytes_ += bytes;
    return true;
  }
  bool put(const Key& key, Value value, std::size_t bytes) {
    return put(key, std::move(value), bytes, [](const Key&, const Value&) {});
  }

  bool erase(const Key& key) {
    const auto found = places_.find(key);
    if (found == places_.end()) return false;
    bytes_ -= found->second->bytes;
    order_.erase(found->second);
    places_.erase(found);
    return true;
  }

  std::size_t size() const { return order_.size(); }
  std::size_t bytes() const { return bytes_; }

 private:
  struct Entry {
    Key key;
    Value value;
    std::size_t bytes = 0;
  };

  std::size_t most_entries_;
  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::list<Entry> order_;  // the latest first
  std::unordered_map<Key, typename std::list<Entry>::iterator, Hash> places_;
};

}  // namespace hebb
