// HashMap, LinkedHashMap, TreeMap and HashSet with boxed and text keys.
// args: 60000
import java.util.*;

public class HashMaps {
    public static void main(String[] args) {
        int n = Integer.parseInt(args[0]);
        Map<Integer, Integer> ints = new HashMap<>();
        for (int i = 0; i < n; i++) ints.merge(i * 7919 % (n / 3), i, Integer::sum);
        long sum = 0;
        for (Map.Entry<Integer, Integer> e : ints.entrySet()) sum += (long) e.getKey() * e.getValue();
        Map<String, Integer> words = new LinkedHashMap<>();
        for (int i = 0; i < n / 3; i++) words.put("key" + i % (n / 10), i);
        for (int i = 0; i < n / 3; i++) sum += words.getOrDefault("key" + i, -1);
        TreeMap<Integer, Integer> tree = new TreeMap<>();
        for (int i = 0; i < n / 4; i++) tree.put(i * 31 % 10007, i);
        for (int k = 0; k < 10007; k += 7) {
            Integer c = tree.ceilingKey(k);
            if (c != null) sum += c;
        }
        Set<Long> set = new HashSet<>();
        for (long i = 0; i < n / 2; i++) if (!set.add(i * i % 5003)) sum++;
        System.out.println(sum + " " + ints.size() + " " + words.size() + " " + tree.size() + " " + set.size());
    }
}
