# package: clojure
# The read-eval-print loop, from standard input.
clojure <<'C'
(+ 1 2)
(defn square [x] (* x x))
(map square (range 5))
(/ 1 0)
*e
(require '[clojure.pprint :as p])
(p/pprint (zipmap [:a :b :c] (repeat 3 (range 12))))
(doc map)
(undefined-thing)
(into (sorted-map) {:b 1 :a 2})
(time-it)
C
