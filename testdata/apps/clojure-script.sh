# package: clojure
# quick
cat > script.clj <<'C'
(ns script (:require [clojure.string :as str] [clojure.set :as set]))
(defn fib [n] (loop [a 0N b 1N i 0] (if (= i n) a (recur b (+ a b) (inc i)))))
(println (fib 200))
(defmulti area :shape)
(defmethod area :circle [{r :r}] (* r r 3))
(defmethod area :square [{a :a}] (* a a))
(println (map area [{:shape :circle :r 2} {:shape :square :a 3}]))
(defprotocol Speaks (speak [this]))
(defrecord Dog [name] Speaks (speak [_] (str name " says woof")))
(println (speak (->Dog "Rex")) (->Dog "Rex"))
(println (frequencies (str/split "a b a c b a" #" ")))
(println (set/union #{1 2} #{2 3}))
(def a (atom 0))
(dorun (pmap (fn [_] (swap! a inc)) (range 50)))
(println @a)
(println (reduce + (filter even? (range 1000))) (apply str (interpose "," (sort > [3 1 2]))))
(let [[x & more] *command-line-args*] (println x more))
(println (try (/ 1 0) (catch ArithmeticException e (.getMessage e))))
(println (->> (range 20) (partition 3) (map #(apply + %)) (take 3)) (macroexpand-1 '(when a b)))
(println @(future (Thread/sleep 5) :done))
(shutdown-agents)
C
clojure script.clj one two three
echo "exit $?"
cat > wrong.clj <<'C'
(defn f [x] (throw (ex-info "wrong" {:x x})))
(f 1)
C
clojure wrong.clj 2>&1 | sed 's|/tmp/clojure-.*edn|REPORT|'
clojure -e '(println (+ 1 2)) (System/exit 7)'
