package io.weir.proxy.limit;

/** Says how many bytes of heap a key takes: fills a table with as many as the argument says. */
public final class BucketMemory {
  private BucketMemory() {}

  public static void main(String[] arguments) throws InterruptedException {
    int keys = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
    var terms = BucketCheckBenchmark.terms(100);
    var check = new Check();
    long before = used();
    var table = new BucketTable(keys, terms, System::nanoTime, 1);
    for (int i = 0; i < keys; i++) {
      check.clear();
      check.key.set(4, i);
      table.take(terms, 1, System.nanoTime(), check);
    }
    long after = used();
    System.out.printf(
        "%d keys, %d in the table: %.1f bytes a key%n",
        keys, table.size(), (after - before) / (double) table.size());
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      System.gc();
      Thread.sleep(50);
    }
    var runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
