window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "2",
   "full_text": "And fly: https://t.co/a https://t.co/b",
   "created_at": "Thu May 06 12:00:02 +0000 2021",
   "in_reply_to_status_id_str": "1",
   "entities": {
    "urls": [
     {
      "url": "https://t.co/a",
      "expanded_url": "https://example.org/fly"
     }
    ]
   },
   "extended_entities": {
    "media": [
     {
      "url": "https://t.co/b",
      "media_url_https": "https://p.example/gull.png"
     }
    ]
   }
  }
 },
 {
  "tweet": {
   "id_str": "1",
   "full_text": "Gulls &amp; waves\n\nThey bite.",
   "created_at": "Thu May 06 12:00:01 +0000 2021"
  }
 },
 {
  "tweet": {
   "id_str": "3",
   "full_text": "RT @bob: Secret words",
   "created_at": "Thu May 06 12:00:03 +0000 2021"
  }
 },
 {
  "tweet": {
   "id_str": "4",
   "full_text": "@bob Secret answer",
   "created_at": "Thu May 06 12:00:04 +0000 2021",
   "in_reply_to_status_id_str": "77"
  }
 },
 {
  "tweet": {
   "id_str": "5",
   "full_text": "Secret single",
   "created_at": "Thu May 06 12:00:05 +0000 2021"
  }
 }
]
