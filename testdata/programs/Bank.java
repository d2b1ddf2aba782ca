// A bank with concurrent transfers: the total is conserved, ordered locking avoids deadlock, history is audited.
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.locks.*;

public class Bank {
    static class InsufficientFunds extends Exception {
        final long missing;
        InsufficientFunds(long missing) { super("missing " + missing); this.missing = missing; }
    }

    static class Account {
        final int id;
        private long balance;
        private final Lock lock = new ReentrantLock();
        final List<Long> history = new ArrayList<>();
        Account(int id, long balance) { this.id = id; this.balance = balance; }
        void change(long by) throws InsufficientFunds {
            if (balance + by < 0) throw new InsufficientFunds(-(balance + by));
            balance += by;
            history.add(by);
        }
    }

    final List<Account> accounts = new ArrayList<>();
    final ConcurrentMap<String, Integer> refused = new ConcurrentHashMap<>();

    void transfer(int from, int to, long sum) {
        Account a = accounts.get(from), b = accounts.get(to);
        Account first = from < to ? a : b, second = from < to ? b : a;
        first.lock.lock();
        try {
            second.lock.lock();
            try {
                a.change(-sum);
                b.change(sum);
            } catch (InsufficientFunds e) {
                refused.merge("refused", 1, Integer::sum);
            } finally {
                second.lock.unlock();
            }
        } finally {
            first.lock.unlock();
        }
    }

    public static void main(String[] args) throws Exception {
        Bank bank = new Bank();
        for (int i = 0; i < 10; i++) bank.accounts.add(new Account(i, 1000));
        ExecutorService pool = Executors.newFixedThreadPool(4);
        List<Future<Integer>> done = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int seed = t;
            done.add(pool.submit(() -> {
                Random r = new Random(seed);
                for (int i = 0; i < 3000; i++) {
                    int from = r.nextInt(10), to = r.nextInt(10);
                    if (from != to) bank.transfer(from, to, r.nextInt(400));
                }
                return seed;
            }));
        }
        int sum = 0;
        for (Future<Integer> f : done) sum += f.get();
        pool.shutdown();
        System.out.println(pool.awaitTermination(5, TimeUnit.SECONDS) + " " + sum);
        long total = 0, audited = 0;
        for (Account a : bank.accounts) {
            total += a.balance;
            audited += 1000 + a.history.stream().mapToLong(Long::longValue).sum();
            if (a.balance < 0) System.out.println("overdrawn " + a.id);
        }
        System.out.println(total + " " + audited + " " + (bank.refused.getOrDefault("refused", 0) > 0));
    }
}
