# What Redmine runs in ends when nobody holds its standard input any more: a test run that is killed leaves no server behind.
Thread.new do
  $stdin.read
  exit!(0)
end
